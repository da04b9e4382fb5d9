import { describe, expect, it } from "vitest";
import { makeDriver } from "../../test/planning.ts";
import { apply } from "../apply/apply.ts";
import { containerSpec, desiredState, findByName } from "../testing/index.ts";
import { plan } from "./plan.ts";
import { decodeSavedPlan, encodeSavedPlan, findMovedFacts } from "./saved-plan.ts";
import { missingSecrets } from "./secrets.ts";

const desired = desiredState(
  [containerSpec({ name: "web", env: [{ name: "DB_PASSWORD", secret: "f00d" }] })],
  {
    secrets: { f00d: "hunter2" },
  },
);

async function savePlan() {
  const driver = makeDriver();
  const text = encodeSavedPlan({
    plan: plan(desired, await driver.observe(desired)),
    desired,
    sources: ["m.yml"],
  });
  return { driver, text };
}

it("knows which secrets it lacks, also those within arguments", async () => {
  const driver = makeDriver();
  const id = "0123456789abcdef0123456789abcdef";
  const wanted = desiredState([containerSpec({ name: "web", args: [`--key=$(secret:${id})`] })], {
    secrets: { [id]: "k3y" },
  });
  const made = plan(wanted, await driver.observe(wanted));
  expect(missingSecrets(made)).toEqual([]);
  expect(missingSecrets(JSON.parse(JSON.stringify(made)))).toEqual(["web: command or args"]);
});

describe("a saved plan", () => {
  it("comes back as it was, without its secrets", async () => {
    const { driver, text } = await savePlan();
    expect(text).not.toContain("hunter2");
    const saved = decodeSavedPlan(text);
    expect(saved.plan).toEqual(plan(desired, await driver.observe(desired)));
    expect(saved.sources).toEqual(["m.yml"]);
  });

  it("holds as long as nothing has moved", async () => {
    const { driver, text } = await savePlan();
    expect(findMovedFacts(decodeSavedPlan(text), await driver.observe(desired))).toEqual([]);
  });

  it("names what has moved", async () => {
    const { driver, text } = await savePlan();
    await apply(plan(desired, await driver.observe(desired)), driver);
    driver.engine.images.set("app:1", { id: "rebuilt", digests: [] });
    const moved = findMovedFacts(decodeSavedPlan(text), await driver.observe(desired));
    expect(moved.map((m) => m.subject)).toEqual(["container web", "image app:1", "network hashike"]);
    expect(moved[1]).toMatchObject({
      planned: expect.stringContaining("app-id"),
      found: expect.stringContaining("rebuilt"),
    });
  });

  it("names a container that was stopped since", async () => {
    const { driver } = await savePlan();
    await apply(plan(desired, await driver.observe(desired)), driver);
    const text = encodeSavedPlan({ plan: plan(desired, await driver.observe(desired)), desired });
    Object.assign(findByName(driver.engine, "web") ?? {}, { state: "exited" });
    const moved = findMovedFacts(decodeSavedPlan(text), await driver.observe(desired));
    expect(moved.map((m) => m.subject)).toEqual(["container web"]);
  });

  it.each([
    ["", "not JSON"],
    ["[]", "not an object"],
    ["{}", "not a plan of this version"],
    ['{"format":"hashike-plan/v9"}', "not a plan of this version"],
    [
      '{"format":"hashike-plan/v2","digest":"x","plan":{},"desired":{},"sources":[]}',
      "changed after it was written",
    ],
  ])("refuses %j", (text, reason) => {
    expect(() => decodeSavedPlan(text)).toThrow(reason);
  });

  it("refuses a text that somebody edited", async () => {
    const { text } = await savePlan();
    expect(() => decodeSavedPlan(text.replace('"image": "app:1"', '"image": "evil:1"'))).toThrow(
      "changed after",
    );
  });
});
