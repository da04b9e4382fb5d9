import { type ErrorCode, HashikeError } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason, engineStatus } from "../engine/engine-error.ts";
import type { ListedContainer } from "../observe/containers.ts";

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

/** @returns the host port that an engine's message names as taken */
export function parsePortConflict(reason: string): number | undefined {
  if (!/port is already allocated|address already in use/i.test(reason)) return undefined;
  // Docker: `Bind for 0.0.0.0:8080 failed`, `listen tcp4 0.0.0.0:8080: bind:`; Podman: `listen tcp4 :8080: bind:`.
  const match = /(?:Bind for|listen (?:tcp|udp|sctp)[46]?) \S*?:(\d+)(?: failed|: bind)/i.exec(reason);
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
