import { apply } from "../apply/apply.ts";
import type { Driver } from "../apply/driver.ts";
import type { ContainerSpec } from "../desired/desired-state.ts";
import { type ContractCase, equal, type World, withWorld } from "./contract-world.ts";

/** A host port that passes from one container to another one. */
export const passedPortContract: readonly ContractCase[] = [
  {
    name: "has a host port that passes back when its giver fails, and passes it when both are well",
    run: withWorld(async (world, { freePort }) => {
      const { before, after, bad } = revisions(world, await freePort());
      await world.apply(before);
      const first = await seen(world);
      equal((await world.apply(bad)).status, "failed", "the apply");
      equal(await seen(world), first, "the containers after the failure");
      equal((await world.apply(after)).status, "done", "the corrected apply");
      const [giver, taker] = await seen(world);
      equal([giver?.[1], taker?.[1]], ["running", "running"], "the new ones");
      equal([giver?.[2], taker?.[2]], [[], first[0]?.[2]], "their ports");
      equal(await world.replan(after), "", "the plan in the end");
    }),
  },
  {
    name: "has a host port back that had passed when the apply was killed",
    run: withWorld(async (world, { driver, freePort }) => {
      const { before, bad } = revisions(world, await freePort());
      await world.apply(before);
      const first = await seen(world);
      const killedAfter = `container.start/${world.name("giver")}`;
      await apply(await world.plan(bad), dyingAfter(driver, killedAfter), { concurrency: 1 });
      await world.apply(bad);
      equal(await seen(world), first, "the containers after the next apply");
    }),
  },
];

function revisions(world: World, hostPort: number) {
  const ports = [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" } as const];
  const taker = world.spec("taker", { ports });
  const ends: Partial<ContainerSpec> = { command: ["sh", "-c", "exit 1"] };
  return {
    before: [world.spec("giver", { ports }), world.spec("taker")],
    after: [world.spec("giver"), taker],
    bad: [world.spec("giver", ends), taker],
  };
}

/** Id, state and host ports of each. */
async function seen(world: World) {
  const found = await Promise.all(["giver", "taker"].map((short) => world.container(short)));
  const count = (await world.containers()).length;
  equal(count, found.length, "the number of containers");
  return found.map(
    (c) => [c?.id, c?.state, [...new Set((c?.publishedPorts ?? []).map((p) => p.hostPort))].sort()] as const,
  );
}

/** A driver whose process is gone once this action is done. */
function dyingAfter(driver: Driver, actionId: string): Driver {
  let isGone = false;
  return {
    ...driver,
    execute: async (action, context) => {
      if (isGone) throw new Error("the process is gone");
      const output = await driver.execute(action, context);
      isGone = action.id === actionId;
      return output;
    },
  };
}
