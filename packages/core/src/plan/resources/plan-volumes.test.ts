import { expect, it } from "vitest";
import { makeDriver, planText, refusal } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { DesiredState, VolumeSpec } from "../../desired/desired-state.ts";
import { containerSpec, desiredState, type MemoryDriver } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { planDelete } from "../plan-delete.ts";

const mounts = [{ type: "volume", volume: "data", target: "/data", readOnly: false }] as const;
const store = containerSpec({ name: "store", mounts });
const other = { kind: "Hashike", namespace: "default", name: "other" };

function wanting(volume: Partial<VolumeSpec> = {}): DesiredState {
  return desiredState([store], { volumes: [{ name: "data", owner: store.owner, ...volume }] });
}

function withVolume(owner: typeof other | undefined): MemoryDriver {
  const driver = makeDriver();
  driver.engine.volumes.set("data", {
    ownership: owner === undefined ? { kind: "foreign" } : { kind: "owned", owner },
  });
  return driver;
}

it("another owner's volume is refused, with whose it is and the ways out", async () => {
  expect(await refusal(withVolume(other), wanting())).toEqual([
    {
      severity: "error",
      path: "volume data",
      message: "belongs to Hashike/default/other",
      hint: "choose another name, or write `external: true` in place of emptyDir to use that one",
    },
  ]);
});

it("an external volume may be another owner's, and nothing is said of it", async () => {
  const driver = withVolume(other);
  const desired = wanting({ external: true });
  const made = plan(desired, await driver.observe(desired));
  expect(made.notices).toEqual([]);
  expect(made.changes.map((c) => c.target.kind)).toEqual(["network", "container"]);
  expect((await apply(made, driver)).status).toBe("done");
});

it("an external volume that does not exist is not made", async () => {
  expect(await refusal(makeDriver(), wanting({ external: true }))).toMatchObject([
    { path: "volume data", message: "is external, and does not exist" },
  ]);
});

it("a volume that nobody of ours made is used, and a notice says so", async () => {
  const driver = withVolume(undefined);
  const desired = wanting();
  expect(plan(desired, await driver.observe(desired)).notices).toEqual([
    { message: "volume data was not made by Hashike; it is used as it is" },
  ]);
  await apply(plan(desired, await driver.observe(desired)), driver);
  expect(await planText(driver, desired)).toBe("");
});

it("a volume that is external now stays by a delete with volumes, also one that was made for the owner", async () => {
  const driver = withVolume(store.owner);
  const observed = await driver.observe(desiredState([]));
  const options = { volumes: true, externalVolumes: ["data"] };
  expect(planDelete([store.owner], observed, options).changes).toEqual([]);
  expect(planDelete([store.owner], observed, { volumes: true }).changes).toHaveLength(1);
});

const sized = (size: string) =>
  wanting({ driver: { name: "local", options: { type: "tmpfs", device: "tmpfs", o: `size=${size}` } } });

it("a volume is made with its driver and options, and is settled then", async () => {
  const driver = makeDriver();
  const desired = sized("8m");
  await apply(plan(desired, await driver.observe(desired)), driver);
  expect(driver.engine.volumes.get("data")?.driver).toEqual(desired.volumes[0]?.driver);
  expect(await planText(driver, desired)).toBe("");
});

it.each([
  [{ name: "local", options: { o: "size=16m" } }, "o=size=8m instead of o=size=16m"],
  [{ name: "local", options: {} }, "o=size=8m instead of no o"],
  [{ name: "local", options: { o: "size=8m", type: "tmpfs" } }, "no type instead of type=tmpfs"],
  [{ name: "nas", options: {} }, "driver local instead of nas"],
])(
  "a volume that exists with another driver or options is refused, with what differs: %j",
  async (driver, told) => {
    const memory = makeDriver();
    const first = wanting({ driver: { name: "local", options: { o: "size=8m" } } });
    await apply(plan(first, await memory.observe(first)), memory);
    expect(await refusal(memory, wanting({ driver }))).toEqual([
      {
        severity: "error",
        path: "volume data",
        message: `exists with ${told}`,
        hint: "a volume cannot be changed: choose another name; or save its data, remove what uses it, then `docker volume rm data`, and apply again",
      },
    ]);
    expect(await planText(memory, wanting())).toBe("");
  },
);

it("a driver is the same with the tag that the engine adds", async () => {
  const memory = makeDriver();
  const first = wanting({ driver: { name: "vieux/sshfs:latest", options: {} } });
  await apply(plan(first, await memory.observe(first)), memory);
  expect(await planText(memory, wanting({ driver: { name: "vieux/sshfs", options: {} } }))).toBe("");
});

it("neither the old nor the new password of a volume is told", async () => {
  const memory = makeDriver();
  const withPassword = (id: string, value: string): DesiredState => ({
    ...wanting({ driver: { name: "local", options: { o: `username=a,password=$(secret:${id})` } } }),
    secrets: { [id]: value },
  });
  const first = withPassword("0".repeat(32), "hunter2");
  await apply(plan(first, await memory.observe(first)), memory);
  expect(memory.engine.volumes.get("data")?.driver?.options).toEqual({ o: "username=a,password=hunter2" });
  expect(await planText(memory, first)).toBe("");
  const [changed] = await refusal(memory, withPassword("1".repeat(32), "hunter3"));
  expect(changed?.message).toBe("exists with another o, which holds a secret");
  const [removed] = await refusal(memory, wanting({ driver: { name: "local", options: {} } }));
  expect(removed?.message).toBe("exists with o=username=a,password=… instead of no o");
});
