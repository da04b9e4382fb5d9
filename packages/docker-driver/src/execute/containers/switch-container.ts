import { type ContainerRef, HashikeError, resolveContainerId } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineStatus } from "../../engine/faults/engine-error.ts";
import { hasHostPorts, inspectPorts } from "../../park/has-host-ports.ts";
import { joinPark } from "../../park/join-park.ts";
import { untilReleasing } from "../../park/until-releasing.ts";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";
import type { Tried } from "../failures/port-conflict.ts";
import { claimFailure, refuseTakenPorts } from "../failures/taken-ports.ts";
import { disconnect } from "./disconnect-container.ts";

/**
 * Passes host ports on by way of a park: whoever joins it gives them up, whoever leaves it claims them. An engine does
 * not say when a claim failed, so that is looked at. docs/decisions/0025-parks.md has what was measured.
 */
export const switchContainer: Executor<"container.switch"> = async (
  { container, from, park },
  { client, turns },
  context,
) => {
  const taker = { id: resolveContainerId(container, context.outputs), name: container.name };
  const giver = from && { id: resolveContainerId(from, context.outputs), name: from.name };
  const tried: Tried = {
    id: taker.id,
    words: `cannot give container ${taker.name} its host ports`,
    code: "DRIVER_NETWORK_FAILED",
  };
  await turns.leave(() =>
    onContainer(taker.name, tried.code, "pass host ports to", () =>
      pass(client, { taker, giver, park, tried }),
    ),
  );
  return {};
};

interface Pass {
  readonly taker: Named;
  readonly giver: Named | undefined;
  readonly park: string;
  readonly tried: Tried;
}

type Named = { readonly id: string } & Pick<ContainerRef, "name">;

async function pass(client: EngineClient, { taker, giver, park, tried }: Pass): Promise<void> {
  const found = await inspectPorts(client, taker.id);
  if (!found.State.Running) {
    // It would start without them.
    await disconnect(client, taker.id, park);
    throw new HashikeError(tried.code, `${tried.words}: it does not run`);
  }
  // What is taken back may never have been done: nobody is to be without the ports for that.
  if (hasHostPorts(found)) await disconnect(client, taker.id, park);
  else {
    await refuseTakenPorts(client, tried, { fromId: giver?.id });
    await joinPark(client, taker.id, park);
    if (giver !== undefined && (await isRunning(client, giver.id))) await release(client, giver, park, taker);
    await claim(client, taker, park, tried);
  }
  // The other one has the ports by now, so it runs on without.
  if (giver !== undefined) await disconnect(client, giver.id, park);
}

/**
 * The engine frees the ports as the first thing of a join, and claims them as the last of a leave: so the leave can be
 * sent when the join is at work. Elsewhere one request may overtake the other.
 */
async function release(client: EngineClient, giver: Named, park: string, taker: Named): Promise<void> {
  const released = joinPark(client, giver.id, park);
  if (!client.isUnixSocket) return await released;
  await Promise.race([
    released,
    untilReleasing(client, { release: released, fromId: giver.id, otherId: taker.id }),
  ]);
  const claimed = disconnect(client, taker.id, park);
  // Whatever takes this back must not come while one of them is under way.
  await Promise.allSettled([released, claimed]);
  await released;
  await claimed;
}

/** So often it is tried to have them: once in some thirty times, a claim comes a moment too early. */
const mostClaims = 3;

async function claim(client: EngineClient, taker: Named, park: string, tried: Tried): Promise<void> {
  for (let claims = 1; ; claims += 1) {
    await disconnect(client, taker.id, park);
    const found = await inspectPorts(client, taker.id);
    if (hasHostPorts(found)) return;
    if (claims === mostClaims) throw claimFailure(tried, found);
    await joinPark(client, taker.id, park);
  }
}

async function isRunning(client: EngineClient, id: string): Promise<boolean> {
  try {
    return (await inspectPorts(client, id)).State.Running;
  } catch (error) {
    if (engineStatus(error) === 404) return false;
    throw error;
  }
}
