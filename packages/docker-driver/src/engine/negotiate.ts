import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { HashikeError } from "@hashike/core";
import type { ResolvedEndpoint } from "../connect/endpoint.ts";
import { printable } from "../connect/printable.ts";
import type { Environment } from "../connect/settings.ts";
import {
  checkSpoken,
  chooseApiVersion,
  compareApiVersions,
  isApiVersion,
  newestApiVersion,
  parseRequestedVersion,
} from "./api-version.ts";
import type { Call } from "./call.ts";
import { notAnEngine } from "./faults/connection-error.ts";
import { readError, readJson, readText } from "./read-answer.ts";

export interface EngineFacts {
  /** The API version that is spoken from now on: `1.41`. */
  readonly apiVersion: string;
  /** Podman by its Docker-compatible API. */
  readonly isPodman: boolean;
}

/** Sends a request as it is; throws {@link HashikeError} when no answer comes, and returns every other one. */
type Send = (call: Call) => Promise<IncomingMessage>;

/**
 * Asks the engine who it is, and settles on a version.
 * @throws HashikeError `DRIVER_ENGINE_UNREACHABLE` when it is something else that answers, `DRIVER_ENGINE_DENIED`,
 * `DRIVER_ENGINE_TOO_OLD`
 */
export async function negotiate(
  send: Send,
  from: ResolvedEndpoint,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<EngineFacts> {
  const requested = env.DOCKER_API_VERSION;
  const wanted = requested ? parseRequestedVersion(requested) : undefined;
  const { newest, isPodman } = await ping(send, from, signal);
  const oldest = isNewerThanOurs(newest) ? await oldestVersion(send, signal) : undefined;
  if (wanted !== undefined) return { apiVersion: checkSpoken(wanted, { newest, oldest }), isPodman };
  return { apiVersion: chooseApiVersion({ newest, oldest }), isPodman };
}

async function ping(send: Send, from: ResolvedEndpoint, signal: AbortSignal | undefined) {
  const response = await send({ method: "GET", path: pingPath, signal });
  const facts = readPing(response.headers);
  if (facts === undefined) throw await strangeAnswer(response, from);
  await readText(response, Number.POSITIVE_INFINITY);
  return facts;
}

const pingPath = "/_ping";

/** @returns `undefined` for what is no engine's */
function readPing(headers: IncomingHttpHeaders) {
  const newest = headers["api-version"];
  if (!isApiVersion(newest)) return undefined;
  const isPodman = "libpod-api-version" in headers || /^libpod\//i.test(String(headers.server));
  return { newest, isPodman };
}

async function strangeAnswer(response: IncomingMessage, from: ResolvedEndpoint): Promise<HashikeError> {
  const { reason, status } = await readError(response, { method: "GET", path: pingPath });
  if (/HTTP request to an HTTPS server/i.test(reason)) {
    return new HashikeError("DRIVER_ENGINE_UNREACHABLE", `the Docker Engine at ${from.describe} wants TLS`, {
      hint: "set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem",
    });
  }
  if (status === 401 || status === 403) {
    const message = `no access to the Docker Engine at ${from.describe}: ${printable(reason)} (HTTP ${status})`;
    return new HashikeError("DRIVER_ENGINE_DENIED", message, {
      hint: "allow GET /_ping, and the calls that follow, in what stands before the engine",
    });
  }
  const { problem, hint } = notAnEngine(
    `what answers is not a Docker Engine (HTTP ${status}: ${reason.slice(0, 80)})`,
  );
  return new HashikeError("DRIVER_ENGINE_UNREACHABLE", `no Docker Engine at ${from.describe}: ${problem}`, {
    hint,
  });
}

function isNewerThanOurs(version: string): boolean {
  return compareApiVersions(version, newestApiVersion) > 0;
}

/** The ping does not tell what an engine has given up; a much newer one may no longer speak our version. */
async function oldestVersion(send: Send, signal: AbortSignal | undefined): Promise<string | undefined> {
  const call: Call = { method: "GET", path: "/version", signal };
  const response = await send(call);
  const answer = await readJson(response, call);
  if (typeof answer !== "object" || answer === null || !("MinAPIVersion" in answer)) return undefined;
  return isApiVersion(answer.MinAPIVersion) ? answer.MinAPIVersion : undefined;
}
