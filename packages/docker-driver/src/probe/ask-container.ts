import { type HttpGetHandler, type ProbeAnswer, type ProbeHandler, revealSecrets } from "@hashike/core";
import { errorCode } from "../connect/error-code.ts";
import { printable } from "../connect/printable.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason } from "../engine/faults/engine-error.ts";
import { showableLine } from "../execute/failures/showable-line.ts";
import { askGrpc } from "./ask-grpc.ts";
import { askHttp } from "./ask-http.ts";
import { askTcp } from "./ask-tcp.ts";
import { authority, type Connect, connectTo } from "./connect-to.ts";
import { findPort, type PortPlace } from "./find-port.ts";
import { runExec } from "./run-exec.ts";

export interface Asking {
  readonly client: EngineClient;
  readonly id: string;
  /** Aborts when nobody wants to know any more. */
  readonly signal: AbortSignal;
  readonly secrets: Readonly<Record<string, string>>;
}

export type Asked =
  | Exclude<ProbeAnswer, { readonly kind: "failure" }>
  | {
      readonly kind: "failure";
      readonly reason: string;
      /** The last lines that a command wrote, fit to be shown. */
      readonly lines?: readonly string[];
    };

/**
 * Asks a running container once. Where it cannot be asked from here, it says so.
 * @param timeoutSeconds an answer that takes longer is a failure
 * @throws `signal.reason` when aborted; HashikeError when the engine does not answer
 */
export async function askContainer(
  handler: ProbeHandler,
  timeoutSeconds: number,
  asking: Asking,
): Promise<Asked> {
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  const within = AbortSignal.any([asking.signal, timeout]);
  const question: Question = { ...asking, within, late: `within ${timeoutSeconds} s` };
  return handler.kind === "exec" ? askByExec(handler.command, question) : askByPort(handler, question);
}

interface Question extends Asking {
  /** The asker's signal, and the end of the time. */
  readonly within: AbortSignal;
  readonly late: string;
}

async function askByExec(command: readonly string[], question: Question): Promise<Asked> {
  const { client, id, signal, within, late, secrets } = question;
  const name = printable(command[0] ?? "");
  try {
    const revealed = command.map((text) => revealSecrets(text, secrets));
    const { exitCode, lines } = await runExec(client, id, revealed, within);
    if (exitCode === 0) return { kind: "success" };
    const shown = lines.map((line) => showableLine(line, secrets));
    const last = shown.findLast((line) => line.trim() !== "");
    const reason = `command ${name} exited with code ${exitCode}${last === undefined ? "" : `: ${printable(last)}`}`;
    return {
      kind: "failure",
      reason,
      lines: shown,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (within.aborted) return { kind: "failure", reason: `command ${name} did not end ${late}` };
    if (isConnectionLost(error)) throw error;
    return { kind: "failure", reason: `command ${name} could not be run: ${engineReason(error)}` };
  }
}

type PortHandler = Exclude<ProbeHandler, { readonly kind: "exec" }>;

async function askByPort(handler: PortHandler, question: Question): Promise<Asked> {
  const { client, id, signal, within, late } = question;
  const place = await placeOf(handler, client, id, signal);
  if (place.kind === "unknown") return place;
  const what = describe(handler, place);
  let isConnected = false;
  const connect: Connect = async (host, port) => {
    const socket = await connectTo(host, port, within);
    isConnected = true;
    return socket;
  };
  try {
    return await askAt(handler, place, what, connect, question.secrets);
  } catch (error) {
    signal.throwIfAborted();
    // Behind a firewall, or by a name that only ssh knows: that says nothing about the container.
    if (place.kind === "published" && !isConnected && isAway(error, place.host, within)) {
      return { kind: "unknown", reason: `${authority(place.host, place.port)} cannot be reached from here` };
    }
    if (within.aborted) return { kind: "failure", reason: `${what} did not answer ${late}` };
    return { kind: "failure", reason: `${what}: ${describeError(error)}` };
  }
}

type Place = Exclude<PortPlace, { readonly kind: "unknown" }>;

function placeOf(
  handler: PortHandler,
  client: EngineClient,
  id: string,
  signal: AbortSignal,
): Promise<PortPlace> {
  const host = handler.kind === "grpc" ? undefined : handler.host;
  if (host !== undefined) return Promise.resolve({ kind: "direct", host, port: handler.port });
  return findPort(client, id, handler.port, signal);
}

async function askAt(
  handler: PortHandler,
  place: Place,
  what: string,
  connect: Connect,
  secrets: Asking["secrets"],
): Promise<Asked> {
  const { host, port } = place;
  switch (handler.kind) {
    case "httpGet": {
      const headers = handler.headers.map(({ name, value }) => ({
        name,
        value: revealSecrets(value, secrets),
      }));
      const { scheme, path } = handler;
      const status = await askHttp({ scheme, path, host, port, headers }, connect, place.kind === "direct");
      if (status >= 200 && status < 400) return { kind: "success" };
      return { kind: "failure", reason: `${what} answered ${status}` };
    }
    case "tcpSocket":
      await askTcp(await connect(host, port), place.kind === "published");
      return { kind: "success" };
    case "grpc": {
      const status = await askGrpc({ host, port, service: handler.service }, connect);
      return status === "SERVING"
        ? { kind: "success" }
        : { kind: "failure", reason: `${what} answered ${status}` };
    }
  }
}

function describe(handler: PortHandler, { host, port }: Place): string {
  const at = authority(host, port);
  switch (handler.kind) {
    case "httpGet":
      return `GET ${handler.scheme}://${at}${showablePath(handler)}`;
    case "tcpSocket":
      return `connecting to ${at}`;
    case "grpc":
      return `the gRPC health check at ${at}`;
  }
}

/** A query may hold a token. */
function showablePath({ path }: HttpGetHandler): string {
  return printable(path.replace(/\?.*/s, "?…"));
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was closed",
  EPIPE: "the connection was closed",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the name could not be looked up",
  EHOSTUNREACH: "no way there",
  ENETUNREACH: "no way there",
};

function describeError(error: unknown): string {
  return words[errorCode(error) ?? ""] ?? printable(error instanceof Error ? error.message : String(error));
}

/**
 * Whether the host itself is out of reach. The engine's proxy listens on a host port as long as the container runs: when
 * nobody does on our own loopback, we are not on the engine's host, but in a container that was given its socket.
 */
function isAway(error: unknown, host: string, within: AbortSignal): boolean {
  const code = errorCode(error) ?? "";
  if (code === "ECONNREFUSED") return host === "127.0.0.1";
  return (
    within.aborted || ["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT"].includes(code)
  );
}

/** That the engine does not answer is no answer of the container. */
function isConnectionLost(error: unknown): boolean {
  const code = errorCode(error);
  return code === "DRIVER_ENGINE_UNREACHABLE" || code === "DRIVER_ENGINE_DENIED";
}
