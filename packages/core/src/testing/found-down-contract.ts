import { type ContractCase, check, equal, withWorld } from "./contract-world.ts";

/** A container that is to run and is found down, whoever stopped it. */
export const foundDownContract: readonly ContractCase[] = [
  {
    name: "starts again what was found down when its replacement is never begun, as one before it fails",
    run: withWorld(async (world, { byHand }) => {
      const sidecar = world.spec("sidecar", { role: "sidecar" });
      const main = world.spec("main");
      await world.apply([sidecar, main]);
      const old = await world.container("main");
      await byHand.stop(main.name);
      const result = await world.apply([
        { ...sidecar, command: ["sh", "-c", "exit 1"] },
        { ...main, env: [{ name: "REVISION", value: "2" }] },
      ]);
      equal(result.status, "failed", "the apply");
      check(
        result.skipped.some((s) => s.actionId === `container.create/${main.name}`),
        "the replacement is never begun",
        result,
      );
      const found = await world.container("main");
      equal([found?.id, found?.state], [old?.id, "running"], "the container in the end");
    }),
  },
];
