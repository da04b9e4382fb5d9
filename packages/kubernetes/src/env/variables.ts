import { below, type Path, quote, type Variable } from "@hashike/core/kinds";
import { findData, refuseKey, type WantedData } from "../config/find-data.ts";
import type { PodPlace } from "../pod/pod-place.ts";
import type { Container, EnvFrom, EnvVar } from "../pod/pod-spec-schema.ts";
import { containerOf } from "./check-env.ts";
import { fieldValue } from "./field-value.ts";
import { resourceValue } from "./resource-ref.ts";

/**
 * A container's variables before `$(NAME)` is put in: those of whole objects first, so that the ones of its own win.
 * @param path where the container is in its object
 */
export function variablesOf(container: Container, path: Path, place: PodPlace): readonly Variable[] {
  return [
    ...(container.envFrom ?? []).flatMap((from, index) =>
      ofObject(from, below(path, "envFrom", index), place),
    ),
    ...(container.env ?? []).flatMap((variable, index) =>
      ofEntry(variable, below(path, "env", index), container, place),
    ),
  ];
}

function ofObject(from: EnvFrom, path: Path, place: PodPlace): readonly Variable[] {
  const { configMapRef, secretRef, prefix = "" } = from;
  const wanted =
    configMapRef === undefined
      ? { ...secretRef, kind: "Secret" as const, path: below(path, "secretRef") }
      : { ...configMapRef, kind: "ConfigMap" as const, path: below(path, "configMapRef") };
  const data = findData({ ...wanted, name: wanted.name ?? "" }, place);
  return Object.entries(data ?? {}).flatMap(([key, bytes]) =>
    asVariable(prefix + key, bytes, { kind: wanted.kind, path: wanted.path }, place),
  );
}

function ofEntry(variable: EnvVar, path: Path, container: Container, place: PodPlace): readonly Variable[] {
  const { name, value = "", valueFrom } = variable;
  if (valueFrom === undefined) return [{ name, value }];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) return [{ name, value: fieldValue(fieldRef.fieldPath, place), verbatim: true }];
  if (resourceFieldRef !== undefined) {
    const { resource, containerName, divisor = "1" } = resourceFieldRef;
    const of = containerName === undefined ? container : containerOf(place.spec, containerName);
    return [{ name, value: resourceValue(resource, of?.resources ?? {}, divisor) ?? "", verbatim: true }];
  }
  const from = below(path, "valueFrom");
  if (configMapKeyRef !== undefined) {
    return ofKey(
      name,
      { ...configMapKeyRef, kind: "ConfigMap", path: below(from, "configMapKeyRef") },
      place,
    );
  }
  if (secretKeyRef !== undefined) {
    return ofKey(name, { ...secretKeyRef, kind: "Secret", path: below(from, "secretKeyRef") }, place);
  }
  throw new Error("a manifest that was checked has a variable without a source");
}

function ofKey(
  name: string,
  wanted: WantedData & { readonly key: string },
  place: PodPlace,
): readonly Variable[] {
  const data = findData(wanted, place);
  if (data === undefined) return [];
  if (Object.hasOwn(data, wanted.key)) return asVariable(name, data[wanted.key], wanted, place);
  if (wanted.optional !== true) refuseKey(wanted, Object.keys(data), place);
  return [];
}

/** Values of ConfigMaps are shown as others are; those of Secrets never. */
function asVariable(
  name: string,
  value: string | undefined,
  { kind, path }: Pick<WantedData, "kind" | "path">,
  { object, world }: PodPlace,
): readonly Variable[] {
  if (value === undefined || value.includes("\0")) {
    const message = `gives ${quote(name)} a value that is no text`;
    world.outside.refuse({ source: object.source, path }, message, "variables hold text only");
    return [];
  }
  return [kind === "Secret" ? { name, value, outside: true } : { name, value, verbatim: true }];
}
