import type { ContainerRole, MountSpec, RestartPolicy } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { containerSpec } from "../../test/support/specs.ts";
import { type MountOptions, mountsHostConfig } from "./mounts.ts";
import { portsPart } from "./ports.ts";
import { resourcesPart } from "./resources.ts";
import { restartPolicy } from "./restart-policy.ts";
import { securityHostConfig } from "./security.ts";
import { containerUser, needsImageUser } from "./user.ts";

const mebibyte = 1024 * 1024;

describe("resourcesPart", () => {
  it("raises a memory limit below the engine's minimum, and says so", () => {
    const { hostConfig, notices } = resourcesPart({ memoryLimitBytes: 1000 });
    expect(hostConfig).toEqual({ Memory: 6 * mebibyte, MemorySwap: 6 * mebibyte });
    expect(notices).toEqual([expect.stringContaining("6 MiB")]);
  });

  it.each([
    ["below the engine's minimum", { memoryRequestBytes: mebibyte }],
    ["above the limit", { memoryLimitBytes: 8 * mebibyte, memoryRequestBytes: 9 * mebibyte }],
  ])("leaves out a memory request %s", (_when, resources) => {
    expect(resourcesPart(resources).hostConfig).not.toHaveProperty("MemoryReservation");
  });

  it("keeps a memory request that equals the limit", () => {
    const resources = { memoryLimitBytes: 8 * mebibyte, memoryRequestBytes: 8 * mebibyte };
    expect(resourcesPart(resources).hostConfig.MemoryReservation).toBe(8 * mebibyte);
  });

  it.each([
    [1, 1000],
    [10, 1000],
    [11, 1100],
    [100_000, 10_000_000],
  ])("gives %i thousandths of a CPU %i us in each 100 ms", (cpuLimitMilli, quota) => {
    expect(resourcesPart({ cpuLimitMilli }).hostConfig.CpuQuota).toBe(quota);
  });

  it.each([
    [0, 1024],
    [20, 1024],
    [100, 1024],
    [101, 1034],
    [200, 2048],
    [1000, 10_240],
    [1_000_000, 262_144],
  ])("gives a request of %i thousandths %i shares, never fewer than none gets", (cpuRequestMilli, shares) => {
    expect(resourcesPart({ cpuRequestMilli }).hostConfig.CpuShares).toBe(shares);
  });

  it("takes a limit of 0 as none", () => {
    expect(resourcesPart({ cpuLimitMilli: 0, memoryLimitBytes: 0 })).toEqual({ hostConfig: {}, notices: [] });
  });
});

describe("containerUser", () => {
  it.each([
    [{}, "app", undefined],
    [{ runAsUser: 0 }, "", "0"],
    [{ runAsGroup: 5 }, "", "0:5"],
    [{ runAsGroup: 5 }, "app:staff", "app:5"],
    [{ runAsGroup: 5 }, "101", "101:5"],
    [{ runAsNonRoot: true }, "101", undefined],
    [{ runAsNonRoot: true }, "101:0", undefined],
  ])("%j with the image's user %j gives %j", (security, imageUser, expected) => {
    expect(containerUser(security, imageUser)).toBe(expected);
  });

  it.each([
    [{ runAsNonRoot: true }, "", "would run as root"],
    [{ runAsNonRoot: true }, "0:5", "would run as root"],
    [{ runAsNonRoot: true }, "root", "would run as root"],
    [{ runAsNonRoot: true, runAsUser: 0 }, "101", "would run as root"],
    [{ runAsNonRoot: true }, "app", "cannot be verified"],
  ])("refuses %j with the image's user %j", (security, imageUser, message) => {
    expect(() => containerUser(security, imageUser)).toThrow(message);
  });

  it.each([
    [{}, false],
    [{ runAsNonRoot: true, runAsUser: 5, runAsGroup: 5 }, false],
    [{ runAsNonRoot: true }, true],
    [{ runAsGroup: 5 }, true],
  ])("needs to know the image's user for %j: %j", (security, expected) => {
    expect(needsImageUser(security)).toBe(expected);
  });
});

describe("restartPolicy", () => {
  it.each<[ContainerRole, RestartPolicy, object]>([
    ["main", "Always", { Name: "always" }],
    ["main", "OnFailure", { Name: "on-failure" }],
    ["main", "Never", { Name: "no" }],
    ["sidecar", "Always", { Name: "always" }],
    ["init", "OnFailure", { Name: "on-failure", MaximumRetryCount: 2 }],
    ["init", "Never", { Name: "no" }],
  ])("of a %s container with %s", (role, policy, expected) => {
    expect(restartPolicy(containerSpec({ role, restartPolicy: policy }))).toEqual(expected);
  });
});

describe("portsPart", () => {
  it("does not publish host port 0", () => {
    const { config, hostConfig } = portsPart([
      { containerPort: 9, hostPort: 0, hostIp: "", protocol: "tcp" },
    ]);
    expect(config.ExposedPorts).toEqual({ "9/tcp": {} });
    expect(hostConfig.PortBindings).toEqual({});
  });
});

describe("securityHostConfig", () => {
  it.each(["RuntimeDefault", undefined] as const)(
    "leaves the AppArmor profile %s to the engine",
    (appArmor) => {
      expect(securityHostConfig(appArmor === undefined ? {} : { appArmor })).toEqual({});
    },
  );

  it("spells an unconfined AppArmor profile as the engine does", () => {
    expect(securityHostConfig({ appArmor: "Unconfined" }).SecurityOpt).toEqual(["apparmor=unconfined"]);
  });

  it("has no option for what is the engine's default", () => {
    const security = {
      seccomp: "RuntimeDefault",
      procMount: "Default",
      allowPrivilegeEscalation: true,
    } as const;
    expect(securityHostConfig(security)).toEqual({});
  });
});

describe("mountsHostConfig", () => {
  const old: MountOptions = {
    hasVolumeSubpath: false,
    hasCreateMountpoint: false,
    mountpoints: new Map([["data", "/var/lib/docker/volumes/data/_data"]]),
  };
  const recent: MountOptions = { hasVolumeSubpath: true, hasCreateMountpoint: true, mountpoints: new Map() };
  const hostPath = (
    path: string,
    pathType: "" | "DirectoryOrCreate" | "Directory",
    subPath?: string,
  ): MountSpec => ({
    type: "hostPath",
    path,
    pathType,
    target: "/t",
    readOnly: false,
    ...(subPath === undefined ? {} : { subPath }),
  });
  const subVolume: MountSpec = {
    type: "volume",
    volume: "data",
    target: "/t",
    readOnly: true,
    subPath: "a/b",
  };

  it.each(["", "DirectoryOrCreate"] as const)(
    "lets the engine make a missing directory of type %j",
    (type) => {
      expect(mountsHostConfig([hostPath("/srv", type)], old)).toEqual({ Binds: ["/srv:/t"] });
    },
  );

  it("refuses a missing directory of type Directory", () => {
    expect(mountsHostConfig([hostPath("/srv", "Directory")], old)).toEqual({
      Mounts: [{ Type: "bind", Source: "/srv", Target: "/t", ReadOnly: false }],
    });
  });

  it("sends a path with a colon in the structured form, and has it made where the engine can", () => {
    const mount = { Type: "bind", Source: "/a:b", Target: "/t", ReadOnly: false };
    expect(mountsHostConfig([hostPath("/a:b", "")], old)).toEqual({ Mounts: [mount] });
    expect(mountsHostConfig([hostPath("/a:b", "")], recent)).toEqual({
      Mounts: [{ ...mount, BindOptions: { CreateMountpoint: true } }],
    });
  });

  it.each<readonly [string, Partial<Extract<MountSpec, { type: "memory" }>>, object]>([
    ["a tmpfs of the kernel's size", {}, { Mounts: [{ Type: "tmpfs", Target: "/t", ReadOnly: false }] }],
    [
      "a tmpfs of a size of its own",
      { sizeBytes: 9 },
      { Mounts: [{ Type: "tmpfs", Target: "/t", ReadOnly: false, TmpfsOptions: { SizeBytes: 9 } }] },
    ],
    ["the size of /dev/shm", { target: "/dev/shm", sizeBytes: 9 }, { ShmSize: 9 }],
    [
      "a tmpfs on /dev/shm where no size is given",
      { target: "/dev/shm" },
      { Mounts: [{ Type: "tmpfs", Target: "/dev/shm", ReadOnly: false }] },
    ],
    [
      "a tmpfs on /dev/shm that is only read",
      { target: "/dev/shm", sizeBytes: 9, readOnly: true },
      { Mounts: [{ Type: "tmpfs", Target: "/dev/shm", ReadOnly: true, TmpfsOptions: { SizeBytes: 9 } }] },
    ],
  ])("makes of memory %s", (_what, about, expected) => {
    expect(mountsHostConfig([{ type: "memory", target: "/t", readOnly: false, ...about }], old)).toEqual(
      expected,
    );
  });

  it("copies nothing of the image into a volume that is to hide it, also where a part of it is mounted", () => {
    const nfs = { type: "volume", volume: "nfs", target: "/t", readOnly: false, hidesImage: true } as const;
    expect(mountsHostConfig([nfs, { ...nfs, target: "/u", subPath: "a" }], recent).Mounts).toMatchObject([
      { Source: "nfs", VolumeOptions: { NoCopy: true } },
      { Source: "nfs", VolumeOptions: { NoCopy: true, Subpath: "a" } },
    ]);
  });

  it("makes the directory below a host path", () => {
    expect(mountsHostConfig([hostPath("/srv", "Directory", "logs")], old)).toEqual({
      Binds: ["/srv/logs:/t"],
    });
  });

  it("mounts a part of a volume by its place on the host where the engine has no sub paths", () => {
    expect(mountsHostConfig([subVolume], old)).toEqual({
      Mounts: [
        { Type: "bind", Source: "/var/lib/docker/volumes/data/_data/a/b", Target: "/t", ReadOnly: true },
      ],
    });
  });

  it("mounts a part of a volume by the engine's own sub path where it has one", () => {
    expect(mountsHostConfig([subVolume], recent)).toEqual({
      Mounts: [
        {
          Type: "volume",
          Source: "data",
          Target: "/t",
          ReadOnly: true,
          VolumeOptions: { NoCopy: false, Subpath: "a/b" },
        },
      ],
    });
  });
});
