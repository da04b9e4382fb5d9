import { below, placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { checkDevices } from "./devices.ts";
import { checkEngineLabels } from "./engine-labels.ts";
import { checkEngineOptions } from "./engine-options.ts";
import { checkHealthCheck } from "./health-check.ts";
import { checkProcessFields } from "./process-fields.ts";
import type { LooseSpec } from "./schema.ts";

/** The fields of a container that only this kind has for an engine. */
export function* checkEngine(spec: LooseSpec): Generator<Problem> {
  for (const list of ["initContainers", "containers"] as const) {
    for (const { value, path } of placed(spec[list], ["spec", list])) {
      yield* checkProcessFields({ value, path }, spec.securityContext);
      yield* checkHealthCheck({ value: value.healthCheck ?? {}, path: below(path, "healthCheck") });
      yield* checkDevices(value.devices, below(path, "devices"));
      yield* checkEngineLabels({ value: value.labels ?? {}, path: below(path, "labels") });
      yield* checkEngineOptions({ value: value.engineOptions ?? {}, path: below(path, "engineOptions") });
    }
  }
}
