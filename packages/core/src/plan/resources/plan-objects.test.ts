import { describe, expect, it } from "vitest";
import { makeDriver, planText } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { DesiredState, ObjectSpec, Owner } from "../../desired/desired-state.ts";
import { fingerprint } from "../../desired/fingerprint.ts";
import { secretPlaceholder } from "../../desired/secret-values.ts";
import { containerSpec, desiredState, type MemoryDriver } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { planDelete } from "../plan-delete.ts";
import { findMovedFacts } from "../saved-plan.ts";
import { describeChanges } from "../steps/format-plan.ts";

const owner: Owner = { kind: "ConfigMap", namespace: "default", name: "app" };

function object(data: Readonly<Record<string, string>>, of = owner): ObjectSpec {
  const { kind, name } = of;
  const manifest = { apiVersion: "v1", kind, metadata: { name }, data };
  return { owner: of, manifest };
}

function wanting(objects: readonly ObjectSpec[], more: Partial<DesiredState> = {}): DesiredState {
  return desiredState([], { objects, owners: objects.map((one) => one.owner), ...more });
}

async function applied(driver: MemoryDriver, desired: DesiredState) {
  const made = plan(desired, await driver.observe(desired));
  return { made, result: await apply(made, driver) };
}

const shown = (made: Parameters<typeof describeChanges>[0]) =>
  describeChanges(made).map(({ symbol, title, details }) => [`${symbol} ${title}`, ...details].join("; "));

describe("an applied object", () => {
  it("is noted once, and again only when it is another; the change names its fields", async () => {
    const driver = makeDriver();
    const first = await applied(driver, wanting([object({ LEVEL: "info", gone: "x" })]));
    expect(shown(first.made)).toEqual(["+ configmap/app will be created"]);
    const same = await applied(driver, wanting([object({ gone: "x", LEVEL: "info" })]));
    expect([same.made.actions, same.made.unchanged.map(({ name }) => name)]).toEqual([[], ["configmap/app"]]);
    const other = await applied(driver, wanting([object({ LEVEL: "debug" })]));
    expect(shown(other.made)).toEqual([
      '~ configmap/app will be updated in place; data.LEVEL: "info" -> "debug"; data.gone: "x" -> (none)',
    ]);
    expect(await driver.objects?.()).toMatchObject([{ owner, generation: 2, createdAtSeconds: 1_000_000 }]);
  });

  it("keeps no value in its note that must not be shown, and gives it back by its fingerprint", async () => {
    const driver = makeDriver();
    const id = fingerprint("PASS=hunter2");
    const secret = (text: string) => wanting([object({ PASS: text })], { secrets: { [id]: "hunter2" } });
    const { made } = await applied(driver, secret(secretPlaceholder(id)));
    expect(JSON.stringify([made, [...driver.engine.objects]])).not.toContain("hunter2");
    expect(await driver.notedValues?.([id, "other"])).toEqual({ [id]: "hunter2" });
    const next = plan(secret("clear"), await driver.observe(secret("clear")));
    expect(shown(next)).toEqual([
      "~ configmap/app will be updated in place; data.PASS: (sensitive value) changed",
    ]);
    await applied(driver, secret("clear"));
    expect(await driver.notedValues?.([id])).toEqual({});
  });

  it("is noted after what is made for it, and not at all when that fails", async () => {
    const volumes = [{ name: "data", owner }];
    const desired = wanting([object({})], { volumes });
    const driver = makeDriver();
    expect(await planText(driver, desired)).toBe(
      "[] -> volume.create/data (missing)\n[volume.create/data] -> object.note/ConfigMap/default/app (missing)\n",
    );
    const made = plan(desired, await driver.observe(desired));
    const failing = { ...driver, execute: () => Promise.reject(new Error("no")) };
    const { skipped } = await apply(made, failing);
    expect(skipped.map(({ actionId }) => actionId)).toEqual(["object.note/ConfigMap/default/app"]);
  });

  it("that was read elsewhere this time is noted anew without a change; from standard input it stays", async () => {
    const driver = makeDriver();
    const from = (...source: readonly string[]) =>
      wanting([object({})], {
        sources: Object.fromEntries(source.map((path) => ["ConfigMap/default/app", path])),
      });
    await applied(driver, from("/a.yml"));
    expect((await applied(driver, from())).made.actions).toEqual([]);
    const moved = await applied(driver, from("/b.yml"));
    expect([moved.made.changes, moved.made.actions.length]).toEqual([[], 1]);
    expect(await driver.objects?.()).toMatchObject([{ source: "/b.yml" }]);
  });

  it("is not shown where its containers are", async () => {
    const web = containerSpec({ name: "web", owner });
    const desired = desiredState([web], { objects: [object({})] });
    const driver = makeDriver();
    const { made } = await applied(driver, desired);
    expect(made.changes.map(({ target }) => target.kind)).toEqual(["network", "container"]);
    expect([...driver.engine.objects.keys()]).toEqual(["ConfigMap/default/app"]);
    driver.engine.objects.clear();
    const again = plan(desired, await driver.observe(desired));
    expect([again.changes, again.actions.map(({ type }) => type)]).toEqual([[], ["object.note"]]);
  });
});

describe("an object that has gone", () => {
  it("from its source is forgotten, after its containers; what is noted of others stays", async () => {
    const driver = makeDriver();
    const other = { ...owner, name: "other" };
    const web = containerSpec({ name: "web", owner });
    await applied(driver, desiredState([web], { objects: [object({}), object({}, other)] }));
    const gone = wanting([], { owners: [owner], vanished: [owner] });
    const all = plan(gone, await driver.observe(gone), { allowDestroy: true });
    expect(all.actions.map(({ id }) => id)).toEqual([
      "container.stop/web:orphan",
      "container.remove/web:orphan",
      "object.note/ConfigMap/default/app",
    ]);
    await apply(all, driver);
    expect([...driver.engine.objects.keys()]).toEqual(["ConfigMap/default/other"]);
  });

  it("by delete is forgotten", async () => {
    const driver = makeDriver();
    await applied(driver, wanting([object({})]));
    const made = planDelete([owner], await driver.observe(wanting([])));
    expect(shown(made)).toEqual(["- configmap/app will be removed"]);
    await apply(made, driver);
    expect(driver.engine.objects.size).toBe(0);
  });

  it("by hand, or half a note, is noted anew", async () => {
    const driver = makeDriver();
    const desired = wanting([object({})]);
    driver.engine.objects.set("ConfigMap/default/app", { owner, generation: 0 });
    const { made } = await applied(driver, desired);
    expect(shown(made)).toEqual(["+ configmap/app will be created"]);
  });
});

it("a driver that keeps no notes is asked for none", async () => {
  const desired = wanting([object({})], { vanished: [owner] });
  const { objects: _none, ...observed } = await makeDriver().observe(desired);
  expect(plan(desired, observed).actions).toEqual([]);
});

it("a saved plan is refused when an object that it could refer to has changed, and not for others", async () => {
  const driver = makeDriver();
  await applied(driver, wanting([object({ a: "1" }), object({}, { ...owner, name: "other" })]));
  const desired = desiredState([], { noted: [owner] });
  const saved = { plan: plan(desired, await driver.observe(desired)), desired, sources: [] };
  await applied(driver, wanting([object({ b: "1" }, { ...owner, name: "other" })]));
  expect(findMovedFacts(saved, await driver.observe(desired))).toEqual([]);
  await applied(driver, wanting([object({ a: "2" })]));
  expect(findMovedFacts(saved, await driver.observe(desired)).map(({ subject }) => subject)).toEqual([
    "object ConfigMap/default/app",
  ]);
});
