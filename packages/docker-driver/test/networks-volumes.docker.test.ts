import type { Owner } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox } from "./support/images.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { testOwner } from "./support/specs.ts";

let own: OwnThings;
const { run } = steps(testDriver(), "");

beforeAll(async () => {
  own = await ownThings("netvol");
});

afterAll(() => own.removeAll());

const createNetwork = (name: string) =>
  run(makeAction("network.create", name, { network: { name, external: false } }));
const removeNetwork = (name: string, networkId: string) =>
  run(makeAction("network.remove", name, { networkId }));
const createVolume = (name: string, owner: Owner = testOwner) =>
  run(makeAction("volume.create", name, { volume: { name, owner } }));
const removeVolume = (volumeName: string) => run(makeAction("volume.remove", volumeName, { volumeName }));

describe("network.create", () => {
  it("makes one bridge with our label, also when it is asked twice", async () => {
    const name = own.name("net");
    await createNetwork(name);
    await createNetwork(name);
    const all = await engine.json<{ Name: string; Driver: string; Labels: object }[]>("GET", "/networks");
    expect(all.filter((n) => n.Name === name)).toMatchObject([
      { Driver: "bridge", Labels: { hashike: "network" } },
    ]);
  });

  it("says what the engine says when it cannot", async () => {
    await expect(createNetwork("host")).rejects.toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
      message: expect.stringContaining("cannot create network host"),
    });
  });
});

describe("network.remove", () => {
  it("removes, and takes one that is gone as removed", async () => {
    const name = own.name("brief");
    await createNetwork(name);
    const { Id } = await engine.json<{ Id: string }>("GET", `/networks/${name}`);
    await removeNetwork(name, Id);
    await removeNetwork(name, Id);
    expect(await engine.status("GET", `/networks/${Id}`)).toBe(404);
  });

  it("leaves one that is used to its users, and says so", async () => {
    const name = own.name("used");
    await createNetwork(name);
    const { Id } = await engine.json<{ Id: string }>("POST", `/containers/create?name=${own.name("user")}`, {
      Image: busybox,
      Cmd: ["sleep", "600"],
      HostConfig: { NetworkMode: name },
    });
    await engine.json("POST", `/containers/${Id}/start`);
    const { Id: networkId } = await engine.json<{ Id: string }>("GET", `/networks/${name}`);
    const { notices } = await removeNetwork(name, networkId);
    expect(notices).toEqual([`network ${name} stays: it is in use again`]);
    expect(await engine.status("GET", `/networks/${networkId}`)).toBe(200);
  });
});

describe("volume.create", () => {
  it("makes one with its owner, also when it is asked twice", async () => {
    const name = own.name("data");
    expect(await createVolume(name)).toEqual({});
    expect(await createVolume(name)).toEqual({});
    expect(await engine.json("GET", `/volumes/${name}`)).toMatchObject({
      Driver: "local",
      Labels: {
        hashike: "volume",
        "hashike.kind": "Hashike",
        "hashike.namespace": "default",
        "hashike.name": "test",
        "hashike.volume": name,
      },
    });
  });

  it("fails when another owner was faster, and says who", async () => {
    const name = own.name("others");
    await createVolume(name, { ...testOwner, name: "other" });
    await expect(createVolume(name)).rejects.toMatchObject({
      code: "DRIVER_VOLUME_FAILED",
      message: `volume ${name} belongs to Hashike/default/other`,
    });
  });

  it("uses one that somebody else made meanwhile, and says so", async () => {
    const foreign = own.name("foreign");
    await engine.json("POST", "/volumes/create", { Name: foreign });
    expect((await createVolume(foreign)).notices).toEqual([
      `volume ${foreign} was made by somebody else; it is shared`,
    ]);
  });
});

describe("volume.create with options", () => {
  it("fails when somebody was faster with other ones: the engine would give that volume instead", async () => {
    const name = own.name("sized");
    const driver = { name: "local", options: { type: "tmpfs", device: "tmpfs", o: "size=8m" } };
    const volume = { name, owner: testOwner, driver };
    await createVolume(name);
    await expect(run(makeAction("volume.create", name, { volume }))).rejects.toMatchObject({
      code: "DRIVER_VOLUME_FAILED",
      message: `volume ${name} exists with no device instead of device=tmpfs, and no o instead of o=size=8m, and no type instead of type=tmpfs`,
    });
  });
});

describe("volume.remove", () => {
  it("removes, and takes one that is gone as removed", async () => {
    const name = own.name("old");
    await createVolume(name);
    await removeVolume(name);
    await removeVolume(name);
    expect(await engine.status("GET", `/volumes/${name}`)).toBe(404);
  });

  it("names the containers that use it", async () => {
    const name = own.name("busy");
    await createVolume(name);
    await engine.json("POST", `/containers/create?name=${own.name("holder")}`, {
      Image: busybox,
      HostConfig: { Binds: [`${name}:/data`] },
    });
    await expect(removeVolume(name)).rejects.toMatchObject({
      code: "DRIVER_VOLUME_FAILED",
      message: `cannot remove volume ${name}: it is used by ${own.name("holder")}`,
    });
  });
});
