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
      .filter((spec) => hasAt(spec, field.split(".")))
      .map(({ name, origin }) => ({
        severity: "error",
        path: `container ${name}`,
        message: `${field} ${reason}`,
        hint: "leave it out, or take a newer engine",
        ...(origin === undefined ? {} : { at: origin }),
      })),
  );
}

/** @param path its keys; `*` is each item of a list */
function hasAt(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return value !== undefined;
  if (key === "*") return Array.isArray(value) && value.some((item) => hasAt(item, rest));
  return typeof value === "object" && value !== null && hasAt(Reflect.get(value, key), rest);
}
