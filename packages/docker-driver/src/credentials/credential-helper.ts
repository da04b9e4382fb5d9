import { spawn } from "node:child_process";
import { errorCode } from "../connect/error-code.ts";
import type { Environment } from "../connect/settings.ts";
import type { AuthConfig } from "./auth-config.ts";
import { credentialsError } from "./credentials-error.ts";

/** A helper that asks a keychain nobody unlocks must not hold up an apply, and leave time to ask without a login. */
const timeoutMs = 10_000;

/**
 * Asks `docker-credential-NAME` for the credentials of a registry.
 * Protocol: docker/docker-credential-helpers, `get`: the server on stdin, JSON on stdout.
 * @param name what comes after `docker-credential-`
 * @param server the key that `docker login` used
 * @param signal ends it early
 * @returns `undefined` when it has none
 * @throws HashikeError `DRIVER_CREDENTIALS`, also when the time is over; never with what the helper said, which may
 *   hold secrets. `signal.reason` when aborted by somebody
 */
export async function askCredentialHelper(
  name: string,
  server: string,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<AuthConfig | undefined> {
  signal?.throwIfAborted();
  const program = `docker-credential-${name}`;
  const timeout = AbortSignal.timeout(timeoutMs);
  const within = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  const { exitCode, stdout } = await run(program, server, env, within);
  if (exitCode !== 0) {
    // Helpers tell this by their text alone, which is part of the protocol.
    if (/credentials not found/i.test(stdout)) return undefined;
    throw failed(
      program,
      server,
      exitCode === null ? "did not answer in time" : `failed (exit code ${exitCode})`,
    );
  }
  return parseAnswer(stdout) ?? refuseAnswer(program, server);
}

function refuseAnswer(program: string, server: string): never {
  throw failed(program, server, "gave no credentials in the form of docker-credential-helpers");
}

function failed(program: string, server: string, problem: string) {
  return credentialsError(
    `${program} ${problem} when asked for ${server}`,
    `check it with \`echo ${server} | ${program} get\``,
  );
}

function parseAnswer(stdout: string): AuthConfig | undefined {
  try {
    const { Username, Secret } = JSON.parse(stdout);
    if (typeof Username !== "string" || typeof Secret !== "string") return undefined;
    return Username === "<token>" ? { identitytoken: Secret } : { username: Username, password: Secret };
  } catch {
    // Not passed on: the parser quotes the text.
    return undefined;
  }
}

interface Outcome {
  /** `null` when it was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
}

function run(program: string, input: string, env: Environment, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["get"], {
      env: { ...env },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const stop = () => {
      child.kill();
      // What it has started in its turn may keep its output open, and one that does not want to end may run on.
      child.stdout.destroy();
      child.unref();
      if (isTimeout(signal.reason)) resolve({ exitCode: null, stdout: "" });
      else reject(signal.reason);
    };
    signal.addEventListener("abort", stop);
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    // A helper may end without reading.
    child.stdin.on("error", () => undefined).end(input);
    child.on("error", (error) => reject(cannotStart(program, error)));
    child.on("close", (exitCode) => {
      signal.removeEventListener("abort", stop);
      resolve({ exitCode, stdout });
    });
  });
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "TimeoutError";
}

function cannotStart(program: string, error: Error) {
  const isMissing = errorCode(error) === "ENOENT";
  return credentialsError(
    isMissing ? `there is no program ${program} in PATH` : `${program} cannot be started: ${error.message}`,
    `install ${program}, or take it out of credsStore and credHelpers in Docker's config.json`,
    error,
  );
}
