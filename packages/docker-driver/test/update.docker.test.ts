import type { ContainerSpec } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { inspect } from "./support/inspect.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { containerSpec, desiredState, testOwner } from "./support/specs.ts";

const mebibyte = 1024 * 1024;
let own: OwnThings;
let on: ReturnType<typeof steps>;
let networks: readonly string[];

beforeAll(async () => {
  own = await ownThings("update");
  on = steps(testDriver(), await imageId(busybox));
  networks = [own.name("net")];
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(() => own.removeAll());

async function running(name: string, about: Partial<ContainerSpec> = {}): Promise<string> {
  const id = await on.create({ name, networks, command: ["sleep", "600"], ...about });
  await on.start(name, id);
  return id;
}

const differences = async (spec: ContainerSpec) => {
  const { containers } = await testDriver().observe(desiredState({ containers: [spec] }));
  return containers.find((c) => c.name === spec.name)?.liveDifferences;
};
const byHand = (id: string, body: object) => engine.json("POST", `/containers/${id}/update`, body);

describe("container.update", () => {
  it("gives a running container other settings, and no restart", async () => {
    const name = own.name("all");
    const id = await running(name, { resources: { cpuLimitMilli: 500, memoryLimitBytes: 64 * mebibyte } });
    const before = await inspect(id);
    const spec = containerSpec({
      name,
      resources: {
        cpuLimitMilli: 1500,
        cpuRequestMilli: 250,
        memoryLimitBytes: 128 * mebibyte,
        memoryRequestBytes: 32 * mebibyte,
      },
      restartPolicy: "OnFailure",
    });
    expect(await on.update(name, id, spec)).toEqual({ notices: [] });
    const after = await inspect(id);
    expect(after.HostConfig).toMatchObject({
      CpuPeriod: 100_000,
      CpuQuota: 150_000,
      CpuShares: 2560,
      Memory: 128 * mebibyte,
      MemorySwap: 128 * mebibyte,
      MemoryReservation: 32 * mebibyte,
      RestartPolicy: { Name: "on-failure" },
    });
    expect(after.State).toEqual(before.State);
    expect(await differences(spec)).toEqual([]);
  });

  it("keeps what it does not know", async () => {
    const name = own.name("kept");
    const id = await running(name, { resources: { memoryLimitBytes: 64 * mebibyte, cpuRequestMilli: 500 } });
    await byHand(id, { PidsLimit: 77, CpusetCpus: "0" });
    const { HostConfig: before } = await inspect(id);
    await on.update(name, id, { role: "main", restartPolicy: "Always", resources: { cpuLimitMilli: 200 } });
    const { HostConfig: after } = await inspect(id);
    expect(after).toEqual({ ...before, CpuPeriod: 100_000, CpuQuota: 20_000 });
  });

  it("lowers a limit, and gives an init container its own kind of policy", async () => {
    const name = own.name("lower");
    const id = await running(name, { resources: { memoryLimitBytes: 64 * mebibyte } });
    const resources = { memoryLimitBytes: 16 * mebibyte };
    await on.update(name, id, { role: "init", restartPolicy: "Always", resources });
    expect((await inspect(id)).HostConfig).toMatchObject({
      Memory: 16 * mebibyte,
      MemorySwap: 16 * mebibyte,
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 2 },
    });
  });

  it("gets over a CPU limit that somebody set in the other way there is", async () => {
    const name = own.name("nano");
    const id = await running(name);
    await byHand(id, { NanoCpus: 500_000_000 });
    const spec = containerSpec({ name, resources: { cpuLimitMilli: 1000 } });
    expect(await differences(spec)).toEqual([{ path: "resources.cpuLimitMilli", live: 500 }]);
    await on.update(name, id, spec);
    expect(await differences(spec)).toEqual([]);
  });

  it("says what the engine refuses", async () => {
    const name = own.name("refused");
    const id = await running(name, { resources: { memoryLimitBytes: 64 * mebibyte } });
    const before = await inspect(id);
    const resources = { cpuLimitMilli: 1e13 };
    await expect(
      on.update(name, id, { role: "main", restartPolicy: "Always", resources }),
    ).rejects.toMatchObject({
      code: "DRIVER_CONTAINER_UPDATE_FAILED",
      message: expect.stringContaining(`cannot update container ${name}: `),
      hint: expect.any(String),
    });
    expect(await inspect(id)).toEqual(before);
    await expect(
      on.update("web", "0".repeat(64), { role: "main", restartPolicy: "Always", resources: {} }),
    ).rejects.toMatchObject({ code: "DRIVER_CONTAINER_GONE" });
  });
});

describe("live differences", () => {
  const rounded = {
    cpuLimitMilli: 3,
    cpuRequestMilli: 333,
    memoryLimitBytes: mebibyte,
    memoryRequestBytes: mebibyte,
  };

  it("are none right after a create, whatever was rounded", async () => {
    const cases: readonly Partial<ContainerSpec>[] = [
      { resources: rounded, restartPolicy: "Never" },
      { resources: { cpuRequestMilli: 0, memoryLimitBytes: 0, cpuLimitMilli: 0 } },
      { resources: {}, restartPolicy: "OnFailure" },
      { role: "init", resources: { cpuLimitMilli: 7777 }, restartPolicy: "OnFailure" },
    ];
    for (const [index, about] of cases.entries()) {
      const name = own.name(`same-${index}`);
      await running(name, about);
      expect(await differences(containerSpec({ name, ...about }))).toEqual([]);
    }
  });

  it("tell what somebody changed by hand, in the record's units", async () => {
    const name = own.name("changed");
    const id = await running(name, { resources: { memoryLimitBytes: 64 * mebibyte } });
    await byHand(id, {
      Memory: 32 * mebibyte,
      MemorySwap: 32 * mebibyte,
      CpuShares: 3409,
      CpuPeriod: 50_000,
      CpuQuota: 25_000,
      RestartPolicy: { Name: "unless-stopped" },
    });
    const spec = containerSpec({ name, resources: { memoryLimitBytes: 64 * mebibyte } });
    expect(await differences(spec)).toEqual([
      { path: "resources.cpuLimitMilli", live: 500 },
      { path: "resources.cpuRequestMilli", live: 333 },
      { path: "resources.memoryLimitBytes", live: 32 * mebibyte },
      { path: "restartPolicy", live: "UnlessStopped" },
    ]);
  });

  it("tell what is wanted and not set", async () => {
    const name = own.name("unset");
    await running(name);
    const spec = containerSpec({ name, resources: { cpuRequestMilli: 100 }, restartPolicy: "Never" });
    expect(await differences(spec)).toEqual([
      { path: "resources.cpuRequestMilli" },
      { path: "restartPolicy", live: "Always" },
    ]);
  });

  it("are not looked for where a container is not wanted, another owner's, or not up", async () => {
    const name = own.name("unseen");
    const id = await running(name);
    const other = { ...testOwner, name: own.name("other") };
    expect(await differences(containerSpec({ name: own.name("none") }))).toBeUndefined();
    expect(await differences(containerSpec({ name, owner: other }))).toBeUndefined();
    await on.stop(name, id);
    // The engine's list may have it running for a moment more.
    await vi.waitFor(async () => expect(await differences(containerSpec({ name }))).toBeUndefined());
  });
});
