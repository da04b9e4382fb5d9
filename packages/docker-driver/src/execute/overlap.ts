import { HashikeError } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason } from "../engine/engine-error.ts";
import { connect } from "./connect-container.ts";
import { parsePortConflict, type Tried } from "./port-conflict.ts";
import type { Bound } from "./taken-ports.ts";

// Docker frees host ports as the first thing of a disconnect, and claims them as the last of a connect; the other half of
// each need not be waited for. A claim that comes while the port is being freed waits for that, inside the engine. One
// that comes before it has begun fails, and leaves the container in a state that only a restart mends. So a connect is
// sent when the disconnect is known to be at work. docs/decisions/0019-switching-ports.md has what was measured.

interface Settings extends Bound {
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> | null };
}

/**
 * Whether another container may be put on a network while this one is being taken off it.
 * With several ports the engine could claim the second while only the first is free.
 */
export async function mayOverlap(client: EngineClient, fromId: string, network: string): Promise<boolean> {
  // Elsewhere one request may overtake another. Docker 28 frees and claims in another way, which was not tried.
  if (!client.isUnixSocket || client.isPodman || client.atLeast("1.48")) return false;
  const [from, { Driver, Internal }] = await Promise.all([
    client.get<Settings>(`/containers/${fromId}/json`),
    client.get<{ readonly Driver: string; readonly Internal: boolean }>(
      `/networks/${encodeURIComponent(network)}`,
    ),
  ]);
  const ports = Object.values(from.HostConfig.PortBindings ?? {}).flatMap((bindings) => bindings ?? []);
  const networks = Object.keys(from.NetworkSettings.Networks ?? {});
  return (
    from.State.Running && Driver === "bridge" && !Internal && ports.length === 1 && networks.length === 1
  );
}

/** What the engine answers about another container while it owes one about the first: no accident any more. */
const answersMeanwhile = 4;

/**
 * Waits until the engine is at work on a disconnect, or has done it. Whoever asks about a container that it works on is
 * kept waiting; that this is the reason, and not that it is slow, shows in answers about another one meanwhile.
 */
export async function untilReleasing(
  client: EngineClient,
  {
    release,
    fromId,
    otherId,
  }: { readonly release: Promise<void>; readonly fromId: string; readonly otherId: string },
): Promise<void> {
  let isOver = false;
  const over = release.then(end, end);
  while (!isOver) {
    let isTold = false;
    const tell = () => {
      isTold = true;
    };
    client.get(`/containers/${fromId}/json`).then(tell, tell);
    for (let answers = 0; answers < answersMeanwhile && !isTold && !isOver; answers += 1) {
      await Promise.race([over, client.get(`/containers/${otherId}/json`).catch(() => {})]);
    }
    if (!isTold) return;
  }

  function end(): void {
    isOver = true;
  }
}

/** Connects while the ports are being freed. What is left of a failure is not put right: no engine known can. */
export async function connectMeanwhile(client: EngineClient, tried: Tried, network: string): Promise<void> {
  try {
    await connect(client, tried.id, network);
  } catch (error) {
    const port = parsePortConflict(engineReason(error));
    if (port === undefined) throw error;
    throw new HashikeError(tried.code, `${tried.words}: host port ${port} was not free`, {
      hint: `find who has it (ss -ltunp 'sport = :${port}'); when nobody has, apply again with --retry-failed`,
      cause: error,
    });
  }
}
