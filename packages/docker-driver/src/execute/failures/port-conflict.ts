import { type ErrorCode, HashikeError } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import type { ListedContainer } from "../../observe/containers.ts";

/** What could not be done with a container, and its error code. */
export interface Tried {
  readonly id: string;
  readonly code: ErrorCode;
  /** `cannot start container web` */
  readonly words: string;
}

/**
 * Tells who has the host port that a container could not get.
 * @returns `undefined` when it failed for another reason
 */
export async function portConflict(
  client: EngineClient,
  tried: Tried,
  error: unknown,
): Promise<HashikeError | undefined> {
  if (engineStatus(error) === undefined) return undefined;
  const port = parsePortConflict(engineReason(error));
  if (port === undefined) return undefined;
  const holder = await findHolder(client, tried.id, port);
  if (holder !== undefined) return heldByContainer(tried, port, holder, error);
  const message = `${tried.words}: host port ${port} is held by another program on the engine's host`;
  return new HashikeError(tried.code, message, {
    hint: `choose another hostPort, or find the program there: ss -ltunp 'sport = :${port}'`,
    cause: error,
  });
}

export function heldByContainer(
  { code, words }: Tried,
  port: number,
  holder: string,
  cause?: unknown,
): HashikeError {
  return new HashikeError(code, `${words}: host port ${port} is held by container ${holder}`, {
    hint: `choose another hostPort, or stop ${holder}`,
    cause,
  });
}

/** Each with the engines that say so; `test/recorded/engine-words.json` has them in full. */
const portPatterns: readonly RegExp[] = [
  // Docker, when one of its own containers has it: `Bind for 0.0.0.0:8080 failed`, `Bind for :::8080 failed`.
  /Bind for \S*?:(\d+) failed/i,
  // Docker up to 27, and Podman: `listen tcp4 0.0.0.0:8080: bind:`, `listen tcp6 [::]:8080: bind:`, `listen tcp4 :8080: bind:`.
  /listen (?:tcp|udp|sctp)[46]? \S*?:(\d+): bind/i,
  // Docker 28: `failed to bind host port for 0.0.0.0:8080:172.17.0.2:80/tcp`, `… for [::]:8080:[fd00::2]:80/tcp`.
  // Docker 29: `failed to bind host port 0.0.0.0:8080/tcp`, `failed to bind host port [::]:8080/tcp`.
  /failed to bind host port (?:for )?(?:\[[^\]]{0,64}\]|[\d.]+):(\d+)[:/]/i,
];

/** @returns the host port that an engine's message names as taken */
export function parsePortConflict(reason: string): number | undefined {
  if (!/port is already allocated|address already in use/i.test(reason)) return undefined;
  const match = portPatterns.map((pattern) => pattern.exec(reason)).find((found) => found !== null);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/** An engine that cannot be asked now must not hide the conflict itself. */
async function findHolder(client: EngineClient, id: string, port: number): Promise<string | undefined> {
  try {
    const running = await client.get<readonly ListedContainer[]>("/containers/json");
    const holder = running.find(
      (c) => c.Id !== id && (c.Ports ?? []).some(({ PublicPort }) => PublicPort === port),
    );
    return holder?.Names?.[0]?.replace(/^\//, "");
  } catch {
    return undefined;
  }
}
