import type { DeviceSpec } from "../../desired/desired-state.ts";
import { below, type Loose, type Placed, placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { quote } from "../../manifest/safe-text.ts";
import { list, mapping, optional, type Static, text } from "../../manifest/schema.ts";
import { absolutePathRule } from "../container/schema/names.ts";

export const devicesSchema = list(
  "Devices of the host that the container can open. Kind Hashike's own.",
  mapping(
    "Device",
    "A device: exactly one of hostPath and cdi.",
    {
      hostPath: optional(text("Absolute path of the device on the host, without `:`.", absolutePathRule)),
      containerPath: optional(
        text("Absolute path in the container, without `:`. Left out: as hostPath.", absolutePathRule),
      ),
      permissions: optional(
        text("What the container may do: r (read), w (write), m (make the node).", {
          pattern: "^(?!.*(.).*\\1)[rwm]{1,3}$",
          patternErrorMessage: "must be of r, w and m, each at most once",
          default: "rwm",
        }),
      ),
      cdi: optional(
        text("Name of a device as its vendor describes it to the engine (CDI): `nvidia.com/gpu=all`.", {
          pattern: "^[^\\s/=]+/[^\\s/=]+=[^\\s=]+$",
          patternErrorMessage: "must be a vendor, a class and a name",
          hint: "write it as vendor.com/class=name",
        }),
      ),
    },
    { hint: "write it as {hostPath: /dev/ttyUSB0}, or {cdi: vendor.com/class=name}" },
  ),
);

type Devices = Static<typeof devicesSchema>;

export function buildDevices(devices: Devices | undefined): readonly DeviceSpec[] | undefined {
  return devices?.flatMap(({ hostPath, containerPath, permissions, cdi }): DeviceSpec[] => {
    if (cdi !== undefined) return [{ cdi }];
    if (hostPath === undefined) return [];
    return [{ hostPath, containerPath: containerPath ?? hostPath, permissions: permissions ?? "rwm" }];
  });
}

export function* checkDevices(
  devices: Loose<Devices> | undefined,
  path: Placed<unknown>["path"],
): Generator<Problem> {
  const places = new Set<string>();
  for (const { value, path: at } of placed(devices, path)) {
    const { hostPath, containerPath, permissions, cdi } = value;
    if (hostPath === undefined && cdi === undefined) {
      yield { path: at, message: "has neither hostPath nor cdi", hint: "write {hostPath: /dev/ttyUSB0}" };
      continue;
    }
    for (const [key, other] of Object.entries({ hostPath, containerPath, permissions })) {
      if (cdi === undefined || other === undefined) continue;
      yield { path: below(at, key), message: "is given together with cdi", hint: "keep one of the two" };
    }
    for (const [key, given] of Object.entries({ hostPath, containerPath })) {
      if (given?.includes(":") !== true) continue;
      yield { path: below(at, key), message: `must not contain ":", got ${quote(given)}` };
    }
    const place = cdi ?? containerPath ?? hostPath ?? "";
    if (places.has(place))
      yield { path: at, message: `is given twice: ${quote(place)}`, hint: "keep one of the two" };
    places.add(place);
  }
}
