import { printable } from "../../connect/printable.ts";
import type { SshError } from "../../connect/ssh.ts";
import type { Explanation } from "./explanation.ts";

export function explainSsh(error: SshError): Explanation {
  const said = printable(error.message).replace(/^ssh: /, "");
  const hint = sshHints.find(({ pattern }) => pattern.test(said))?.hint;
  return {
    ...(/permission denied \(|access denied/i.test(said) ? { code: "DRIVER_ENGINE_DENIED" as const } : {}),
    problem: `ssh: ${said}`,
    hint: hint ?? "check that ssh logs in there without questions, and that `docker version` works there",
  };
}

const sshHints: readonly { readonly pattern: RegExp; readonly hint: string }[] = [
  { pattern: /host key/i, hint: "connect once by hand with ssh and check the host's key" },
  {
    pattern: /permission denied \(/i,
    hint: "check the user and the key: ssh must log in without a password, e.g. by ssh-agent",
  },
  { pattern: /no program ssh/i, hint: "install an OpenSSH client" },
  {
    pattern: /command not found|docker: not found/i,
    hint: "install the Docker CLI (18.09 or newer) on the other host: it passes the connection on",
  },
];
