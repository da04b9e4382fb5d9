import { type ChildProcessByStdio, spawn } from "node:child_process";
import { Agent } from "node:http";
import { Duplex, type Readable, type Writable } from "node:stream";
import type { SshEndpoint } from "./endpoint.ts";
import { errorCode } from "./error-code.ts";
import type { Environment } from "./settings.ts";

/** ssh, or what it started on the other host, ended before its time. */
export class SshError extends Error {
  override readonly name = "SshError";
}

const maxStderr = 4096;

/**
 * HTTP over the standard streams of the system's `ssh`, as docker and podman do: keys, jump hosts and known hosts
 * are what ssh's configuration says. Each connection is one `ssh`; the agent keeps it for the next request.
 */
export function sshAgent(endpoint: SshEndpoint, env: Environment): Agent {
  return Object.assign(new Agent({ keepAlive: true }), {
    createConnection: (): Duplex => dialOverSsh(endpoint, env),
  });
}

/** @returns the words after `ssh`. */
export function sshArguments({ user, host, port, path }: SshEndpoint): readonly string[] {
  // ssh gives the words to the other host's shell: only the path can hold anything it would take apart.
  const socket = path === undefined ? [] : ["-H", `'unix://${path.replaceAll("'", `'\\''`)}'`];
  return [
    ...(user === undefined ? [] : ["-l", user]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...["-o", "ConnectTimeout=30", "-T", "--", host],
    ...["docker", ...socket, "system", "dial-stdio"],
  ];
}

type SshProcess = ChildProcessByStdio<Writable, Readable, Readable>;

function dialOverSsh(endpoint: SshEndpoint, env: Environment): Duplex {
  const child = spawn("ssh", sshArguments(endpoint), { env: { ...env }, stdio: "pipe" });
  const stderr = collectStderr(child.stderr);
  const duplex = new Duplex({
    allowHalfOpen: false,
    read: () => void child.stdout.resume(),
    // The end of ssh reports a failed write, and knows why.
    write: (chunk, encoding, done) => void child.stdin.write(chunk, encoding, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill();
      done(error);
    },
  });
  child.stdin.on("error", () => undefined);
  child.stdout.on("data", (chunk) => {
    if (!duplex.push(chunk)) child.stdout.pause();
  });
  child.on("error", (error) => duplex.destroy(spawnError(error)));
  child.on("close", (code, signal) => {
    if (code === 0) duplex.push(null);
    else duplex.destroy(new SshError(stderr() || `ssh ended with ${signal ?? `exit code ${code}`}`));
  });
  return Object.assign(duplex, socketMethods(child));
}

function spawnError(error: Error): SshError {
  const reason = errorCode(error) === "ENOENT" ? "there is no program ssh in PATH" : error.message;
  return new SshError(reason, { cause: error });
}

/** What Node's HTTP client calls on a socket. An idle connection must not keep the process alive. */
function socketMethods(child: SshProcess) {
  const streams = [child.stdin, child.stdout, child.stderr];
  const each = (method: "ref" | "unref") => {
    child[method]();
    for (const stream of streams) Reflect.get(stream, method)?.call(stream);
  };
  return {
    ref: () => each("ref"),
    unref: () => each("unref"),
    setKeepAlive: () => undefined,
    setNoDelay: () => undefined,
    setTimeout: () => undefined,
  };
}

/** Keeps the end of what ssh says: the reason comes last, after banners and warnings. */
function collectStderr(stderr: Readable): () => string {
  let text = "";
  stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-maxStderr);
  });
  return () => text.trim();
}
