import { below, type Path, quote, type Variable } from "@hashike/core/kinds";
import { type Content, findData, refuseKey, type WantedData } from "../config/find-data.ts";
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
  const data = findData({ ...wanted, name: wanted.name ?? "" }, "variables", place);
  return Object.entries(data ?? {}).flatMap(([key, content]) =>
    asVariable(prefix + key, content, wanted.path, place),
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
  const data = findData(wanted, "variables", place);
  if (data === undefined) return [];
  const found = Object.hasOwn(data, wanted.key) ? data[wanted.key] : undefined;
  if (found !== undefined) return asVariable(name, found, wanted.path, place);
  if (wanted.optional !== true) refuseKey(wanted, Object.keys(data), place);
  return [];
}

/** Values of ConfigMaps are shown as others are; those of Secrets never. */
function asVariable(
  name: string,
  content: Content,
  path: Path,
  { object, world }: PodPlace,
): readonly Variable[] {
  if (content.kind === "text" && !content.text.includes("\0")) {
    return [{ name, value: content.text, verbatim: true }];
  }
  if (content.kind === "hidden" && content.encoding === undefined) {
    return [{ name, value: "", secret: content.secret }];
  }
  const message = `gives ${quote(name)} a value that is no text`;
  world.outside.refuse({ source: object.source, path }, message, "variables hold text only");
  return [];
}
