import { HashikeError } from "@hashike/core";
import type { ResolvedEndpoint } from "../../connect/endpoint.ts";
import { errorCode } from "../../connect/error-code.ts";
import { printable } from "../../connect/printable.ts";
import { SshError } from "../../connect/ssh.ts";
import { RedirectError } from "../plain-get.ts";
import type { Explanation } from "./explanation.ts";
import { explainSsh } from "./ssh-fault.ts";
import { tlsFault } from "./tls-fault.ts";

/**
 * Why no answer came from an engine, with what to do about it.
 * @param error what the request failed with
 */
export function connectionError(error: unknown, from: ResolvedEndpoint): HashikeError {
  const { code = "DRIVER_ENGINE_UNREACHABLE", problem, hint } = explain(error, from);
  const message =
    code === "DRIVER_ENGINE_DENIED"
      ? `no access to the Docker Engine at ${from.describe}: ${problem}`
      : `no Docker Engine at ${from.describe}: ${problem}`;
  return new HashikeError(code, message, { hint, cause: error });
}

function explain(error: unknown, from: ResolvedEndpoint): Explanation {
  if (error instanceof SshError) return explainSsh(error);
  const code = errorCode(error) ?? "";
  const fault =
    from.endpoint.kind === "unix" ? socketFault(code, from) : (networkFault(code, from) ?? tlsFault(code));
  if (fault !== undefined) return fault;
  if (error instanceof Error && error.name === "TimeoutError") return noAnswerInTime;
  if (error instanceof RedirectError || (error instanceof Error && /^Max redirects/.test(error.message))) {
    return notAnEngine("it answers with a redirect");
  }
  if (code.startsWith("HPE_")) return notAnEngine("what answers does not speak HTTP");
  if (code === "ECONNRESET" || code === "EPIPE") {
    return { problem: "it closed the connection", hint: closedHint(from) };
  }
  const words = printable(error instanceof Error ? error.message : String(error));
  return { problem: words || code || "unknown", hint: whereToLook(from) };
}

/** Some servers tell a client nothing about its certificate, but hang up. */
function closedHint({ endpoint }: ResolvedEndpoint): string {
  const isTls = endpoint.kind === "tcp" && endpoint.tls !== undefined;
  return isTls
    ? "check that the engine accepts the certificate in DOCKER_CERT_PATH or the context"
    : "check that the engine is running, then try again";
}

const noAnswerInTime: Explanation = {
  problem: "it does not answer",
  hint: "check the engine with `docker version`, and that no firewall swallows the connection",
};

/** Something is there, but not what was looked for. */
export function notAnEngine(problem: string): Explanation {
  return { problem, hint: "check that the address is that of a Docker Engine, not of another server" };
}

function socketFault(code: string, from: ResolvedEndpoint): Explanation | undefined {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return { problem: "the socket does not exist", hint: whereToLook(from) };
    case "ECONNREFUSED":
    case "ENOTSOCK":
      return {
        problem: "the socket is there, but nothing listens on it",
        hint: "start the engine: `systemctl start docker` (with Podman `systemctl start podman.socket`)",
      };
    case "EACCES":
    case "EPERM":
      return {
        code: "DRIVER_ENGINE_DENIED",
        problem: "this user may not open the socket",
        hint: "run as root, or join the group: `sudo usermod -aG docker $USER`, then log in again",
      };
    default:
      return undefined;
  }
}

function whereToLook({ origin }: ResolvedEndpoint): string {
  switch (origin.kind) {
    case "option":
      return "check the address that was given, and that the engine there is running";
    case "variable":
      return `check ${origin.name}, or unset it to use the local engine`;
    case "context":
      return `check \`docker context inspect ${origin.name}\`, or choose another with \`docker context use\``;
    default:
      return (
        "check that Docker is installed (`docker --version`), start it (`systemctl start docker`), " +
        "or set DOCKER_HOST to where the engine is"
      );
  }
}

function networkFault(code: string, from: ResolvedEndpoint): Explanation | undefined {
  const hint = whereToLook(from);
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { problem: "the name of the host cannot be resolved", hint };
    case "ECONNREFUSED":
      return { problem: "the connection was refused: nothing listens there", hint };
    case "ETIMEDOUT":
      return noAnswerInTime;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return { problem: "there is no route to the host", hint };
    default:
      return undefined;
  }
}
