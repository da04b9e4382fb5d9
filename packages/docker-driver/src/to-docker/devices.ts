import type { ContainerSpec, MountSpec } from "@hashike/core";
import type { Device, DeviceRequest, HostConfig } from "./create-body.ts";

/** What a container can open of the host: its devices, and host paths that are said to be one. */
export function devicesHostConfig({
  devices = [],
  gpus,
  mounts,
}: Pick<ContainerSpec, "devices" | "gpus" | "mounts">): HostConfig {
  const opened: Device[] = devices.flatMap((device) =>
    "cdi" in device
      ? []
      : [
          {
            PathOnHost: device.hostPath,
            PathInContainer: device.containerPath,
            CgroupPermissions: device.permissions,
          },
        ],
  );
  for (const mount of mounts) {
    if (!isDevice(mount)) continue;
    opened.push({
      PathOnHost: mount.path,
      PathInContainer: mount.target,
      CgroupPermissions: mount.readOnly ? "r" : "rwm",
    });
  }
  const names = devices.flatMap((device) => ("cdi" in device ? [device.cdi] : []));
  const requests: readonly DeviceRequest[] = [
    ...(gpus === undefined ? [] : [{ Driver: "", Count: gpus, Capabilities: [["gpu"]] }]),
    ...(names.length === 0 ? [] : [{ Driver: "cdi", DeviceIDs: names }]),
  ];
  return {
    ...(opened.length === 0 ? {} : { Devices: opened }),
    ...(requests.length === 0 ? {} : { DeviceRequests: requests }),
  };
}

/** A node that is mounted is there, but the kernel lets nobody open it. */
export function isDevice(mount: MountSpec): mount is Extract<MountSpec, { readonly type: "hostPath" }> {
  return (
    mount.type === "hostPath" &&
    !mount.subPath &&
    (mount.pathType === "CharDevice" || mount.pathType === "BlockDevice")
  );
}
