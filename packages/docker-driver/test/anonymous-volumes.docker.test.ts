import { apply, type ContainerSpec, type DesiredState, type Driver, plan, planDelete } from "@hashike/core";
import { containerSpec, createFaultyDriver, desiredState } from "@hashike/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fastClock } from "./support/clock.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox } from "./support/images.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let driver: Driver;
/** Asks for a volume at `/data`. */
let image: string;
/** Nobody else names them, so these tests must. */
const seen = new Set<string>();

beforeAll(async () => {
  own = await ownThings("anonymous");
  driver = testDriver({}, { clock: fastClock() });
  image = await withVolume();
});

afterAll(async () => {
  await own.removeAll();
  for (const name of seen) await engine.json("DELETE", `/volumes/${name}`);
});

async function withVolume(): Promise<string> {
  const base = own.name("base");
  await engine.json("POST", `/containers/create?name=${base}`, { Image: busybox, Cmd: ["true"] });
  const changes = encodeURIComponent("VOLUME /data");
  const to = `repo=${own.name("image")}&tag=1&changes=${changes}`;
  // Podman wants a body.
  await engine.json("POST", `/commit?container=${base}&${to}`, {});
  return `${own.name("image")}:1`;
}

interface Mounted {
  readonly Id: string;
  readonly Mounts: readonly { readonly Name: string; readonly Destination: string }[];
}

/** A container that adds its revision to what is in its volume, and what is wanted of it. */
function storeOf(short: string) {
  const name = own.name(short);
  const owner = { kind: "Hashike", namespace: "default", name };
  const spec = (revision: string, more: Partial<ContainerSpec> = {}) =>
    containerSpec({
      name,
      owner,
      image,
      networks: [own.name("net")],
      command: ["sh", "-c", `echo ${revision} >> /data/log; trap 'exit 0' TERM; sleep 1000 & wait`],
      ...more,
    });
  const state = (container?: ContainerSpec): DesiredState => {
    const made = desiredState(container === undefined ? [] : [container], { owners: [owner] });
    return { ...made, images: made.images.map((i) => ({ ...i, policy: "Never" })) };
  };
  const planned = async (container?: ContainerSpec, on = driver) => {
    const desired = state(container);
    return plan(desired, await on.observe(desired), { allowDestroy: true, retryFailed: true });
  };
  return {
    name,
    spec,
    planned,
    applied: async (container: ContainerSpec, on = driver) => apply(await planned(container, on), on),
    deleted: async (volumes: boolean) => {
      const made = planDelete([owner], await driver.observe(state()), { volumes });
      return { made, result: await apply(made, driver) };
    },
    mounted: async () => {
      const { Mounts, Id } = await engine.json<Mounted>("GET", `/containers/${name}/json`);
      for (const { Name } of Mounts) seen.add(Name);
      return { id: Id, volumes: Mounts.map((m) => `${m.Name} at ${m.Destination}`) };
    },
    data: async () => {
      const { bytes } = await engine.text("GET", `/containers/${name}/archive?path=/data/log`);
      return bytes.subarray(512, bytes.indexOf(0, 512)).toString("utf8").trim().split("\n");
    },
  };
}

const never: ContainerSpec["probes"] = {
  readiness: {
    handler: { kind: "exec", command: ["false"] },
    initialDelaySeconds: 0,
    periodSeconds: 1,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 1,
  },
};
const gone = async (volume = "") => (await engine.status("GET", `/volumes/${volume.split(" ")[0]}`)) === 404;

describe("the volume that an image asks for", () => {
  it("has its data after updates, and goes back and forth with the container", async () => {
    const store = storeOf("updated");
    await store.applied(store.spec("one"));
    const first = await store.mounted();
    await store.applied(store.spec("two"));
    await store.applied(store.spec("three"));
    const last = await store.mounted();
    expect(last.id).not.toBe(first.id);
    expect(last.volumes).toEqual(first.volumes);
    expect(await store.data()).toEqual(["one", "two", "three"]);
    expect((await store.planned(store.spec("three"))).actions).toEqual([]);
  });

  it("is the old one's again after an update that failed", async () => {
    const store = storeOf("failed");
    await store.applied(store.spec("one"));
    const before = await store.mounted();
    const bad = store.spec("bad", {
      probes: never,
      update: { ...store.spec("bad").update, progressDeadlineSeconds: 3 },
    });
    const result = await store.applied(bad);
    expect(result.status).toBe("failed");
    expect(await store.mounted()).toEqual(before);
    // Started anew, the old one wrote its line once more.
    expect(await store.data()).toEqual(["one", "bad", "one"]);
  });

  it("stays by a delete, which names it, and its data with it", async () => {
    const store = storeOf("kept");
    await store.applied(store.spec("one"));
    await store.applied(store.spec("two"));
    const { volumes } = await store.mounted();
    const { made } = await store.deleted(false);
    expect(made.notices.map((n) => n.message)).toEqual([
      `container ${store.name} leaves its volume of /data on the engine: ${volumes[0]?.split(" ")[0]}`,
    ]);
    expect(await gone(volumes[0])).toBe(false);
  });

  it("goes by a delete with volumes, whether it was made for the container or handed on", async () => {
    for (const updates of [0, 1]) {
      const store = storeOf(`deleted-${updates}`);
      for (let n = 0; n <= updates; n += 1) await store.applied(store.spec(`revision-${n}`));
      const { volumes } = await store.mounted();
      const { result } = await store.deleted(true);
      expect(result.status).toBe("done");
      expect(await gone(volumes[0])).toBe(true);
    }
  });

  it("is another one where the manifest asks for that, and the old one stays", async () => {
    const store = storeOf("renewed");
    await store.applied(store.spec("one"));
    const before = await store.mounted();
    const renewed = store.spec("two", {
      update: { ...store.spec("two").update, renewAnonymousVolumes: true },
    });
    await store.applied(renewed);
    const after = await store.mounted();
    expect(after.volumes).not.toEqual(before.volumes);
    expect(await store.data()).toEqual(["two"]);
    expect(await gone(before.volumes[0])).toBe(false);
  });

  it("has its data wherever the update was cut off, and nothing is left of it", async () => {
    const store = storeOf("cut-off");
    await store.applied(store.spec("revision-0"));
    const first = await store.mounted();
    const calls = (await store.planned(store.spec("revision-1"))).actions.length;
    expect(calls).toBeGreaterThan(6);
    for (let at = 0; at < calls; at += 1) {
      // Another revision every time, so that the whole update is done anew.
      const wanted = store.spec(`revision-${at + 1}`);
      const faulty = createFaultyDriver(driver, { crashAfter: at });
      await store.applied(wanted, faulty);
      const result = await store.applied(wanted);
      expect(result.status).toBe("done");
      expect((await store.mounted()).volumes).toEqual(first.volumes);
      expect(await store.data()).toContain("revision-0");
      expect((await store.planned(wanted)).actions).toEqual([]);
    }
  });
});
