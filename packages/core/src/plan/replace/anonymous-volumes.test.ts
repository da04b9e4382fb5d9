import { describe, expect, it } from "vitest";
import { apply } from "../../apply/apply.ts";
import type { ContainerSpec } from "../../desired/desired-state.ts";
import {
  containerSpec,
  createMemoryDriver,
  desiredState,
  findByName,
  type MemoryDriver,
} from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { planDelete } from "../plan-delete.ts";
import type { Plan, PlanOptions } from "../plan-types.ts";
import { attachSecrets } from "../secrets.ts";
import { describeChanges } from "../steps/format-plan.ts";

const store = containerSpec({ name: "store", image: "db:1" });
const web = containerSpec({ name: "web" });
const changed = (spec: ContainerSpec): ContainerSpec => ({ ...spec, env: [{ name: "A", value: "2" }] });
const renewing = (spec: ContainerSpec): ContainerSpec => ({
  ...spec,
  update: { ...spec.update, renewAnonymousVolumes: true },
});

/** An engine on which `store` runs, whose image asks for a volume at `/data`; and beside it `web`. */
async function running(...specs: readonly ContainerSpec[]): Promise<MemoryDriver> {
  const driver = createMemoryDriver();
  driver.engine.images.set("app:1", { id: "app-id", digests: [] });
  driver.engine.images.set("db:1", { id: "db-id", digests: [], volumes: ["/data"] });
  await applied(driver, [store, web, ...specs]);
  return driver;
}

async function planned(
  driver: MemoryDriver,
  specs: readonly ContainerSpec[],
  options?: PlanOptions,
): Promise<Plan> {
  const desired = desiredState(specs, { owners: [store.owner] });
  return plan(desired, await driver.observe(desired), options);
}

async function applied(driver: MemoryDriver, specs: readonly ContainerSpec[]): Promise<void> {
  await apply(await planned(driver, specs), driver);
}

const volumesOf = ({ engine }: MemoryDriver, name: string) =>
  findByName(engine, name)?.anonymousVolumes ?? [];
const onEngine = ({ engine }: MemoryDriver) => [...engine.volumes.keys()];
const messages = ({ notices }: Plan) => notices.map((n) => n.message);

describe("a container whose image asks for a volume", () => {
  it("hands it on to the one that replaces it", async () => {
    const driver = await running();
    const before = volumesOf(driver, "store");
    expect(before).toMatchObject([{ target: "/data" }]);
    await applied(driver, [changed(store), web]);
    expect(volumesOf(driver, "store")).toEqual(before);
    expect(onEngine(driver)).toEqual(before.map((v) => v.name));
    await applied(driver, [store, web]);
    expect(volumesOf(driver, "store")).toEqual(before);
  });

  it("is stopped first, as both would write to it, and the plan says what is kept", async () => {
    const made = await planned(await running(), [changed(store), web]);
    expect(describeChanges(made)).toMatchObject([
      {
        title: "container store will be replaced",
        details: [
          'env.A: "2"',
          "how: the old one is stopped first, as the volume of /data is written to by both",
          "keeps the data of /data",
        ].map((line) => expect.stringContaining(line.replace('env.A: "2"', "env.A"))),
      },
    ]);
    expect(messages(made)).toEqual([]);
  });

  it("gets new ones when it is to, beside the old one, and the plan names what stays", async () => {
    const driver = await running();
    const [old] = volumesOf(driver, "store");
    const made = await planned(driver, [renewing(changed(store)), web]);
    expect(made.changes).toMatchObject([{ rollout: { rung: "side-by-side" } }]);
    expect(messages(made)).toEqual([
      `container store leaves its volume of /data on the engine: ${old?.name}`,
    ]);
    await apply(made, driver);
    expect(volumesOf(driver, "store")).toMatchObject([{ target: "/data" }]);
    expect(volumesOf(driver, "store")).not.toEqual([old]);
    expect(onEngine(driver)).toContain(old?.name);
  });

  it("keeps none where the manifest mounts something itself", async () => {
    const driver = await running();
    const [old] = volumesOf(driver, "store");
    const mounts = [{ type: "volume", volume: "named", target: "/data", readOnly: false }] as const;
    const made = await planned(driver, [{ ...store, mounts }, web]);
    expect(messages(made)).toEqual([
      `container store leaves its volume of /data on the engine: ${old?.name}`,
    ]);
    await apply(made, driver);
    expect(volumesOf(driver, "store")).toEqual([]);
    expect(onEngine(driver)).toEqual([old?.name, "named"]);
  });

  it("has it back when its successor fails, and nothing is left of that", async () => {
    const driver = await running();
    const before = volumesOf(driver, "store");
    driver.engine.behave = (spec) => ({
      state: "running",
      readiness: spec.env.length > 0 ? "never" : "ready",
    });
    for (const spec of [changed(store), renewing(changed(store))]) {
      const result = await apply(await planned(driver, [spec, web], { retryFailed: true }), driver);
      expect(result.status).toBe("failed");
      expect(volumesOf(driver, "store")).toEqual(before);
      expect(onEngine(driver)).toEqual(before.map((v) => v.name));
    }
  });

  it("takes one for the manifest's that it names by the name that the engine gave it", async () => {
    const driver = await running();
    const [old] = volumesOf(driver, "store");
    const mounts = [{ type: "volume", volume: old?.name ?? "", target: "/data", readOnly: false }] as const;
    await applied(driver, [{ ...store, mounts }, web]);
    const record = findByName(driver.engine, "store");
    if (record !== undefined) record.anonymousVolumes = old === undefined ? [] : [old];
    expect(messages(await planned(driver, [web], { allowDestroy: true }))).toEqual([]);
  });
});

describe("a container that goes", () => {
  it("leaves its volume on the engine, which a notice names", async () => {
    const driver = await running();
    const [old] = volumesOf(driver, "store");
    const made = await planned(driver, [web], { allowDestroy: true });
    expect(made.notices).toEqual([
      {
        message: `container store leaves its volume of /data on the engine: ${old?.name}`,
        hint: `\`docker volume rm ${old?.name}\` removes it, and what is in it`,
      },
    ]);
    await apply(made, driver);
    expect(onEngine(driver)).toEqual([old?.name]);
  });

  it("by a delete, too", async () => {
    const driver = await running();
    const [old] = volumesOf(driver, "store");
    const made = planDelete([store.owner], await driver.observe(desiredState([])));
    expect(messages(made)).toEqual([
      `container store leaves its volume of /data on the engine: ${old?.name}`,
    ]);
    await apply(made, driver);
    expect(onEngine(driver)).toEqual([old?.name]);
  });

  it("takes it along by a delete with volumes", async () => {
    const driver = await running();
    const made = planDelete([store.owner], await driver.observe(desiredState([])), { volumes: true });
    expect(made.changes.map((c) => c.target.kind)).toEqual(["container", "container", "volume", "network"]);
    await apply(made, driver);
    expect(onEngine(driver)).toEqual([]);
  });

  it("goes with its own when it never served: a candidate that a killed apply left", async () => {
    const driver = await running();
    const serving = findByName(driver.engine, "store");
    if (serving === undefined) throw new Error("store is gone");
    driver.engine.volumes.set("junk", { ownership: { kind: "foreign" }, madeFor: "candidate" });
    driver.engine.containers.set("candidate", {
      ...serving,
      id: "candidate",
      name: "store.hashike-new",
      state: "created",
      createdAtSeconds: serving.createdAtSeconds + 1,
      anonymousVolumes: [{ name: "junk", target: "/data" }],
    });
    const made = await planned(driver, [store, web]);
    expect(messages(made)).toEqual([]);
    await apply(made, driver);
    expect(onEngine(driver)).toEqual(volumesOf(driver, "store").map((v) => v.name));
  });

  it("keeps its own when it may have served: it is older than the one that stands", async () => {
    const driver = await running();
    const serving = findByName(driver.engine, "store");
    if (serving === undefined) throw new Error("store is gone");
    driver.engine.volumes.set("theirs", { ownership: { kind: "foreign" }, madeFor: "retired" });
    driver.engine.containers.set("retired", {
      ...serving,
      id: "retired",
      name: "store.hashike-old",
      state: "exited",
      createdAtSeconds: serving.createdAtSeconds - 1,
      anonymousVolumes: [{ name: "theirs", target: "/data" }],
    });
    await applied(driver, [store, web]);
    expect(findByName(driver.engine, "store.hashike-old")).toBeUndefined();
    expect(onEngine(driver)).toContain("theirs");
  });
});

describe("a volume for secret files", () => {
  const key = { path: "/etc/app/key", mode: 0o400, gid: 0 };
  const app = (secret: string, more: Partial<ContainerSpec> = {}): ContainerSpec => ({
    ...containerSpec({ name: "files", mounts: [{ type: "files", target: "/etc/app", readOnly: false }] }),
    secretFiles: [{ ...key, secret }],
    ...more,
  });
  const appliedWith = async (driver: MemoryDriver, specs: readonly ContainerSpec[]) => {
    const made = attachSecrets(await planned(driver, [store, web, ...specs]), { one: "1", two: "2" });
    await apply(made, driver);
    return messages(made);
  };

  it("goes with its container, and is not handed on, so that no file of before is left in it", async () => {
    const driver = await running();
    const others = onEngine(driver);
    await appliedWith(driver, [app("one")]);
    const [first] = volumesOf(driver, "files");
    expect(first).toMatchObject({ target: "/etc/app" });
    expect(await appliedWith(driver, [app("two")])).toEqual([]);
    const [second] = volumesOf(driver, "files");
    expect(second?.name).not.toBe(first?.name);
    expect(onEngine(driver)).toEqual([...others, second?.name]);
    expect(await appliedWith(driver, [app("one", { mounts: [], secretFiles: [] })])).toEqual([]);
    expect([volumesOf(driver, "files"), onEngine(driver)]).toEqual([[], others]);
  });
});
