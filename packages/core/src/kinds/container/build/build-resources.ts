import type { DeviceSpec, ResourcesSpec } from "../../../desired/desired-state.ts";
import { bytes, cpuMilli, parseQuantity, type Quantity } from "../../../manifest/values/quantity.ts";
import type { ContainerManifest } from "../schema/container.ts";

/** @returns `undefined` for none */
export function buildGpus(resources: ContainerManifest["resources"]): number | undefined {
  return Number(resources?.limits?.["nvidia.com/gpu"] ?? 0) || undefined;
}

/** Where the kernel has the graphics cards that engines cannot hand out one by one. */
export const openedFor = {
  "amd.com/gpu": ["/dev/kfd", "/dev/dri"],
  "gpu.intel.com/i915": ["/dev/dri"],
  "gpu.intel.com/xe": ["/dev/dri"],
} as const;

/** @param devices those that the container opens anyway. @returns with those of its graphics cards */
export function withGraphics(
  devices: readonly DeviceSpec[] = [],
  resources: ContainerManifest["resources"],
): readonly DeviceSpec[] {
  const paths = Object.entries(openedFor).flatMap(([name, opened]) =>
    Number(resources?.limits?.[name as keyof typeof openedFor] ?? 0) > 0 ? opened : [],
  );
  const there = new Set(devices.map((device) => ("cdi" in device ? "" : device.containerPath)));
  const missing = [...new Set(paths)].filter((path) => !there.has(path));
  return [
    ...devices,
    ...missing.map((path) => ({ hostPath: path, containerPath: path, permissions: "rwm" })),
  ];
}

/** Quantities as numbers. A limit without a request is the request too, as in Kubernetes. */
export function buildResources(resources: ContainerManifest["resources"]): ResourcesSpec {
  const { limits, requests } = resources ?? {};
  return {
    ...amount("cpuLimitMilli", limits?.cpu, cpuMilli),
    ...amount("cpuRequestMilli", requests?.cpu ?? limits?.cpu, cpuMilli),
    ...amount("memoryLimitBytes", limits?.memory, bytes),
    ...amount("memoryRequestBytes", requests?.memory ?? limits?.memory, bytes),
    ...(limits?.pids === undefined ? {} : { pidsLimit: limits.pids }),
  };
}

function amount(
  key: keyof ResourcesSpec,
  text: string | undefined,
  convert: (quantity: Quantity) => number,
): ResourcesSpec {
  if (text === undefined) return {};
  const quantity = parseQuantity(text);
  if ("error" in quantity) throw new Error(`a manifest that was checked has the quantity ${text}`);
  return { [key]: convert(quantity) };
}
