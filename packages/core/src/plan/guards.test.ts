import { describe, expect, it } from "vitest";
import { makeDriver } from "../../test/planning.ts";
import { apply } from "../apply/apply.ts";
import type { DesiredState } from "../desired/desired-state.ts";
import { isHashikeError } from "../errors.ts";
import { containerSpec, desiredState, type MemoryDriver, testOwner } from "../testing/index.ts";
import { plan } from "./plan.ts";

const three = ["web", "api", "store"].map((name) => containerSpec({ name }));

const onPort = (hostPort: number) => ({ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" }) as const;
const mount = (fields: { readonly readOnly?: boolean }) =>
  ({ type: "volume", volume: "data", target: "/data", readOnly: false, shareable: true, ...fields }) as const;
const twoPorts = () =>
  [8000, 8001].map((port) => containerSpec({ name: `on-${port}`, image: "a:1", ports: [onPort(port)] }));
const bothPorts = () =>
  containerSpec({
    name: "both",
    image: "b:1",
    ports: [onPort(8000), { ...onPort(8001), containerPort: 81 }],
  });

async function running(desired: DesiredState) {
  const driver = makeDriver();
  for (const { reference } of [...desired.images, { reference: "other:1" }, { reference: "b:1" }])
    driver.engine.images.set(reference, { id: `id-of-${reference}`, digests: [] });
  driver.engine.images.set("reg:5000/c:2@sha256:aa", { id: "c2", digests: [] });
  const result = await apply(plan(desired, await driver.observe(desired)), driver);
  expect(result.status).toBe("done");
  return driver;
}

async function refusal(driver: MemoryDriver, desired: DesiredState) {
  try {
    plan(desired, await driver.observe(desired));
  } catch (error) {
    if (isHashikeError(error) && error.code === "PLAN_GUARDED") return error.message;
    throw error;
  }
  return undefined;
}

describe("guards", () => {
  it("refuse to remove more than half of what an owner runs", async () => {
    const driver = await running(desiredState(three));
    expect(await refusal(driver, desiredState(three.slice(0, 1)))).toBe(
      "Hashike/default/app: 2 of its 3 containers would be removed: api, store; no new one takes a host port, data or the image of them over, as after a rename",
    );
    expect(await refusal(driver, desiredState([], { owners: [testOwner] }))).toBe(
      "Hashike/default/app: 3 of its 3 containers would be removed: api, store, web; no container is left in the manifest",
    );
  });

  describe("let containers have other names", () => {
    const old = {
      port: containerSpec({ name: "old-port", image: "a:1", ports: [onPort(8000)] }),
      data: containerSpec({ name: "old-data", image: "b:1", mounts: [mount({})] }),
      image: containerSpec({ name: "old-image", image: "reg:5000/c:1" }),
    };
    const renamed = {
      port: containerSpec({ name: "new-port", image: "other:1", ports: [onPort(8000)] }),
      data: containerSpec({ name: "new-data", image: "other:1", mounts: [mount({})] }),
      image: containerSpec({ name: "new-image", image: "reg:5000/c:2@sha256:aa" }),
    };
    const stranger = containerSpec({ name: "stranger", image: "other:1", ports: [onPort(8001)] });
    const all = Object.values(old);

    it.each([
      ["all of them, by their host port, data or image", all, Object.values(renamed), undefined],
      ["one of one", [old.image], [renamed.image], undefined],
      ["but not lose most beside that", all, [renamed.port], "2 of its 3 containers"],
      ["but not take another's place with another image", [old.port], [stranger], "1 of its 1 containers"],
      ["two that become one with their host ports", twoPorts(), [bothPorts()], undefined],
      ["but not many that become one of the same image", three, [containerSpec({ name: "x" })], "2 of its 3"],
      [
        "but not by what another one had already",
        [old.data, { ...old.data, name: "second" }, { ...old.data, name: "third" }],
        [old.data],
        "2 of its 3",
      ],
      [
        "but not by data that is only read",
        [old.data],
        [containerSpec({ name: "reader", image: "other:1", mounts: [mount({ readOnly: true })] })],
        "1 of its 1",
      ],
    ])("%s", async (_what, before, after, refused) => {
      const driver = await running(desiredState(before));
      const message = await refusal(driver, desiredState(after));
      if (refused === undefined) expect(message).toBeUndefined();
      else expect(message).toContain(refused);
    });
  });

  it("let half of it go", async () => {
    const driver = await running(desiredState(three));
    expect(await refusal(driver, desiredState(three.slice(0, 2)))).toBeUndefined();
  });

  it("refuse a source that had another name before", async () => {
    const sources = { "Hashike/default/app": "/srv/app.yml" };
    const driver = await running(desiredState(three, { sources }));
    const renamed = { ...testOwner, name: "renamed" };
    const moved = three.map((spec) => ({ ...spec, name: `${spec.name}2`, owner: renamed }));
    const message = await refusal(
      driver,
      desiredState(moved, { sources: { "Hashike/default/renamed": "/srv/app.yml" } }),
    );
    expect(message).toBe(
      "Hashike/default/renamed: /srv/app.yml was applied as Hashike/default/app before, whose containers would stay behind",
    );
  });

  it("do as they are told", async () => {
    const driver = await running(desiredState(three));
    const desired = desiredState(three.slice(0, 1));
    const made = plan(desired, await driver.observe(desired), { allowDestroy: true });
    expect(made.changes.map((c) => [c.kind, c.target.name])).toEqual([
      ["remove", "api"],
      ["remove", "store"],
    ]);
  });

  it("refuse that more vanish from a source than stay, but for one that another one replaces", async () => {
    const owners = ["a", "b", "c"].map((name) => ({ kind: "Pod", namespace: "default", name }));
    const specs = owners.map((owner) => containerSpec({ name: `of-${owner.name}`, owner }));
    const driver = await running(desiredState(specs));
    const left = (names: string, more: typeof specs = []) =>
      desiredState([...specs.filter(({ owner }) => !names.includes(owner.name)), ...more], {
        owners,
        vanished: owners.filter(({ name }) => names.includes(name)),
      });
    expect(await refusal(driver, left("a"))).toBeUndefined();
    expect(await refusal(driver, left("ab"))).toBe(
      "Pod/default/a, Pod/default/b: 2 of 3 applied from here with containers would be removed, as they are not named any more",
    );
    const renamed = containerSpec({ name: "other", owner: { kind: "Pod", namespace: "default", name: "d" } });
    const { owners: _owners, ...one } = left("ab", [renamed]);
    expect(await refusal(driver, { ...one, owners: [...owners, renamed.owner] })).toBeUndefined();
  });
});
