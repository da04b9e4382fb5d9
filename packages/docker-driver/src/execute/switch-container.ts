import { resolveContainerId } from "@hashike/core";
import { connectOrNot, triedConnect } from "./connect-container.ts";
import { disconnect } from "./disconnect-container.ts";
import { onContainer } from "./engine-failure.ts";
import type { Executor } from "./executor.ts";
import { connectMeanwhile, mayOverlap, untilReleasing } from "./overlap.ts";
import { refuseTakenPorts } from "./taken-ports.ts";

/**
 * Passes host ports from one container to another. Nothing is asked of the engine in between that can be asked before,
 * and where it is known to be safe, the connect is sent while the disconnect is under way: see overlap.ts.
 */
export const switchContainer: Executor<"container.switch"> = async (
  { container, network, from },
  { client, turns, ports },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  const fromId = resolveContainerId(from.container, context.outputs);
  const { name } = container;
  const tried = triedConnect(id, name, network);
  const connecting = <T>(work: () => Promise<T>) =>
    onContainer(name, tried.code, `connect network ${network} to`, work);

  await turns.leave(() =>
    ports.aloneIfQuiet(async (isAlone) => {
      const canOverlap = await connecting(async () => {
        await refuseTakenPorts(client, tried, { network, fromId });
        return isAlone && network === from.network && (await mayOverlap(client, fromId, network));
      });
      await pass(canOverlap);
    }),
  );
  return {};

  async function pass(overlaps: boolean): Promise<void> {
    const release = onContainer(
      from.container.name,
      tried.code,
      `disconnect network ${from.network} from`,
      () => disconnect(client, fromId, from.network),
    );
    const releasing = overlaps ? untilReleasing(client, { release, fromId, otherId: id }) : release;
    // One that has failed frees nothing.
    await Promise.race([release, releasing]);
    const claim = connecting(() =>
      overlaps ? connectMeanwhile(client, tried, network) : connectOrNot(client, tried, { name, network }),
    );
    // Whatever takes this back must not come while one of them is under way.
    await Promise.allSettled([release, claim]);
    await release;
    await claim;
  }
};
