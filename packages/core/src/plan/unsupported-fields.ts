import type { ContainerSpec } from "../desired/desired-state.ts";
import type { Diagnostic } from "../errors.ts";
import type { EngineFacts } from "../observed/observed-state.ts";

/** What containers ask for, and the engine would drop and say nothing. */
export function unsupportedFields(
  containers: readonly ContainerSpec[],
  { unsupported = {} }: Pick<EngineFacts, "unsupported">,
): readonly Diagnostic[] {
  return Object.entries(unsupported).flatMap(([field, reason]) =>
    containers
      .filter((spec) => valueAt(spec, field) !== undefined)
      .map(({ name, origin }) => ({
        severity: "error",
        path: `container ${name}`,
        message: `${field} ${reason}`,
        hint: "leave it out, or take a newer engine",
        ...(origin === undefined ? {} : { at: origin }),
      })),
  );
}

function valueAt(spec: ContainerSpec, field: string): unknown {
  let value: unknown = spec;
  for (const key of field.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
