import fc from "fast-check";
import { expect, it } from "vitest";
import { apply } from "../src/apply/apply.ts";
import type { ContainerSpec } from "../src/desired/desired-state.ts";
import { HashikeError } from "../src/errors.ts";
import { plan } from "../src/plan/plan.ts";
import { formatPlan } from "../src/plan/steps/format-plan.ts";
import { containerSpec, createMemoryDriver, desiredState, findByName } from "../src/testing/index.ts";

/** All that is applied to a running container; a limit that is taken away needs a new one. */
const manifest: fc.Arbitrary<Partial<ContainerSpec>> = fc.record({
  restartPolicy: fc.constantFrom("Always", "OnFailure", "Never"),
  resources: fc.record({
    memoryLimitBytes: fc.constantFrom(64, 128),
    cpuLimitMilli: fc.constantFrom(500, 1000),
  }),
  networks: fc.subarray(["back", "front", "hashike"], { minLength: 1 }),
  attachments: fc.constantFrom<NonNullable<ContainerSpec["attachments"]>>(
    {},
    { back: { aliases: ["db"] } },
    { back: { aliases: ["cache"] }, front: { ipv4Address: "172.30.0.5" } },
  ),
});

/** An apply, and after how many of its steps it is killed; most are not. */
const steps = fc.array(
  fc.record({ fields: manifest, killedAfter: fc.option(fc.nat(3), { nil: Number.POSITIVE_INFINITY }) }),
  { minLength: 2, maxLength: 6 },
);

it("what Hashike changed in place was never changed by hand", { timeout: 120_000 }, async () => {
  let noted = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      let left = Number.POSITIVE_INFINITY;
      const driver = createMemoryDriver({
        beforeExecute: () => {
          if (left === 0) throw new HashikeError("DRIVER_ENGINE_ERROR", "the process was killed");
          left -= 1;
        },
      });
      driver.engine.images.set("app:1", { id: "app-id", digests: [] });
      const planOf = async (fields: Partial<ContainerSpec>) => {
        const desired = desiredState([containerSpec({ name: "web", ...fields })]);
        return plan(desired, await driver.observe(desired), { onDrift: "report" });
      };
      await apply(await planOf(history[0]?.fields ?? {}), driver);
      const { id } = findByName(driver.engine, "web") ?? {};
      for (const { fields, killedAfter } of history) {
        left = killedAfter;
        await apply(await planOf(fields), driver);
        left = Number.POSITIVE_INFINITY;
        const made = await planOf(fields);
        expect(made.notices).toEqual([]);
        expect((await apply(made, driver)).status).toBe("done");
        const web = findByName(driver.engine, "web");
        expect(web?.id).toBe(id);
        expect(web?.settings ?? web?.spec).toMatchObject({
          restartPolicy: fields.restartPolicy,
          resources: fields.resources,
        });
        expect(web?.networks.map((n) => n.network).sort()).toEqual(fields.networks);
        // Also nothing is written any more.
        expect(formatPlan(await planOf(fields))).toBe("");
      }
      noted += driver.engine.records.size;
      const none = desiredState([], { owners: desiredState([containerSpec({ name: "web" })]).owners });
      await apply(plan(none, await driver.observe(none), { allowDestroy: true }), driver);
      expect(driver.engine.records.size).toBe(0);
    }),
    { numRuns: 300 },
  );
  expect(noted).toBeGreaterThan(100);
});
