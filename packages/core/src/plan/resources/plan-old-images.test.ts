import { expect, it } from "vitest";
import { apply } from "../../apply/apply.ts";
import type { DesiredState } from "../../desired/desired-state.ts";
import { containerSpec, createMemoryDriver, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { ownersOfImages, planImagePrune } from "../plan-image-prune.ts";
import type { PlanOptions } from "../plan-types.ts";

const reference = "docker-archive+s3://bucket/app.tar";

/** An engine that gets one version of an archive's image after the other. */
function world(options: PlanOptions = {}, more: Partial<DesiredState> = {}) {
  const driver = createMemoryDriver();
  const { engine } = driver;
  const web = containerSpec({ name: "web", image: reference });
  const desired = { ...desiredState([web]), ...more };
  const wanted: DesiredState = {
    ...desired,
    images: desired.images.map((image) => ({ ...image, policy: "Always" as const })),
  };
  const planned = async () => plan(wanted, await driver.observe(wanted), options);
  const put = (version: string) => engine.remotes.set(reference, { status: "current", digest: version });
  return {
    driver,
    engine,
    put,
    planned,
    update: async (version: string) => {
      put(version);
      return apply(await planned(), driver);
    },
    kept: () => [...engine.brought.keys()].map((id) => id.replace("id-of-", "")),
    running: () => [...engine.containers.values()].map(({ imageId }) => imageId),
  };
}

it("keeps what runs and what ran before it, of many versions", async () => {
  const { update, kept } = world();
  for (let n = 1; n <= 20; n += 1) expect((await update(`v${n}`)).status).toBe("done");
  expect(kept()).toEqual(["v19", "v20"]);
});

it.each([
  [1, ["v4"]],
  [3, ["v2", "v3", "v4"]],
  [0, ["v1", "v2", "v3", "v4"]],
])("keeps %i where that is asked for", async (imageRetention, expected) => {
  const { update, kept } = world({ imageRetention });
  for (const version of ["v1", "v2", "v3", "v4"]) await update(version);
  expect(kept()).toEqual(expected);
});

it("does as the manifest says, whatever the option is", async () => {
  const owner = containerSpec({ name: "web" }).owner;
  const key = `${owner.kind}/${owner.namespace}/${owner.name}`;
  const { update, kept } = world({ imageRetention: 0 }, { imageRetention: { [key]: 1 } });
  for (const version of ["v1", "v2", "v3"]) await update(version);
  expect(kept()).toEqual(["v3"]);
});

it("removes candidates that failed, and never the last one that served", async () => {
  const { engine, update, kept } = world({ retryFailed: true });
  await update("good");
  await update("better");
  engine.behave = () => ({ state: "running", readiness: "never" });
  for (const version of ["bad1", "bad2", "bad3"]) expect((await update(version)).status).toBe("failed");
  // The last one is what the reference means now.
  expect(kept()).toEqual(["good", "better", "bad3"]);
  engine.behave = () => ({ state: "running" });
  await update("best");
  expect(kept()).toEqual(["better", "best"]);
});

it("plans nothing once all is as wanted, and costs nothing more", async () => {
  const { update, planned } = world();
  for (const version of ["v1", "v2", "v3"]) await update(version);
  expect((await planned()).actions).toEqual([]);
});

it("leaves what another container uses, what has another name, and what was there before", async () => {
  const { engine, update, kept, driver, put, planned } = world();
  const another = { kind: "Hashike", namespace: "default", name: "another" };
  const others = desiredState([containerSpec({ name: "other", owner: another, image: "mine:1" })]);
  await update("used");
  engine.images.set("mine:1", { id: "id-of-used", digests: [] });
  await apply(plan(others, await driver.observe(others)), driver);
  await update("named");
  engine.images.set("mine:2", { id: "id-of-named", digests: [] });
  engine.images.set("mine:3", { id: "id-of-there", digests: [] });
  await update("there");
  for (const version of ["v1", "v2", "v3"]) await update(version);
  expect(kept()).toEqual(["used", "named", "v2", "v3"]);
  expect([...engine.images.values()].map(({ id }) => id)).toContain("id-of-there");
  // Not even tried, also when only the container is left of it: an engine that would let it go must not be asked.
  engine.images.delete("mine:1");
  put("v4");
  const removals = (await planned()).actions.flatMap((a) => (a.type === "image.remove" ? [a.imageId] : []));
  expect(removals).toEqual(["id-of-v2"]);
});

it("keeps what it goes back to, and what it came from", async () => {
  const { update, kept } = world();
  for (const version of ["v1", "v2", "v1"]) await update(version);
  expect(kept()).toEqual(["v1", "v2"]);
  await update("v3");
  expect(kept()).toEqual(["v1", "v3"]);
});

it("prunes for all owners, and keeps nothing for containers that are gone", async () => {
  const { engine, driver, update } = world({ imageRetention: 0 });
  for (const version of ["v1", "v2", "v3"]) await update(version);
  const look = () => driver.observe(desiredState([]));
  const named = (list: Awaited<ReturnType<typeof look>>) =>
    planImagePrune(list).actions.map((action) => (action.type === "image.remove" ? action.imageId : ""));
  expect(named(await look())).toEqual(["id-of-v1"]);
  expect(ownersOfImages(await look())).toHaveLength(1);
  engine.containers.clear();
  expect(named(await look())).toEqual(["id-of-v1", "id-of-v2", "id-of-v3"]);
  expect(planImagePrune(await look(), 0).actions).toEqual([]);
});

it("waits for many others once, not once for each image that goes", async () => {
  const driver = createMemoryDriver();
  const referenceOf = (n: number) => `docker-archive+s3://bucket/app-${n}.tar`;
  const count = 20;
  const specs = Array.from({ length: count }, (_, n) =>
    containerSpec({ name: `web-${n}`, image: referenceOf(n) }),
  );
  const state = desiredState(specs);
  const wanted = { ...state, images: state.images.map((image) => ({ ...image, policy: "Always" as const })) };
  const planned = async (version: string) => {
    for (let n = 0; n < count; n += 1) {
      driver.engine.remotes.set(referenceOf(n), { status: "current", digest: `${version}-${n}` });
    }
    return plan(wanted, await driver.observe(wanted), { imageRetention: 1 });
  };
  await apply(await planned("v1"), driver);
  const made = await planned("v2");
  const removals = made.actions.filter(({ type }) => type === "image.remove");
  expect(removals).toHaveLength(count);
  expect(removals.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0)).toBeLessThan(3 * count);
  expect((await apply(made, driver)).status).toBe("done");
  expect(driver.engine.brought.size).toBe(count);
});
