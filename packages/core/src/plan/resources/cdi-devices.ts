import type { ContainerSpec } from "../../desired/desired-state.ts";
import type { Diagnostic } from "../../errors.ts";
import type { EngineFacts } from "../../observed/observed-state.ts";

/** Refuses devices by CDI where the engine would, after others have been created. */
export function refuseCdiDevices(
  specs: readonly ContainerSpec[],
  { lacksCdi, apiVersion }: EngineFacts,
): readonly Diagnostic[] {
  if (lacksCdi !== true) return [];
  return specs.flatMap(({ name, devices = [], origin }) => {
    const names = devices.flatMap((device) => ("cdi" in device ? [device.cdi] : []));
    if (names.length === 0) return [];
    return [
      {
        severity: "error",
        path: `container ${name}`,
        message: `has devices by CDI (${names.join(", ")}), which this engine does not know: it speaks API ${apiVersion}, and CDI came with 1.44`,
        hint: "use Docker 25 or newer, or name the devices by hostPath",
        ...(origin === undefined ? {} : { at: origin }),
      },
    ];
  });
}
