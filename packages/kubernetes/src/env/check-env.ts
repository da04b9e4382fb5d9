import {
  type LooseContainer as AnyContainer,
  below,
  type Loose,
  type Path,
  type Placed,
  type Problem,
  parseQuantity,
  placed,
  quote,
} from "@hashike/core/kinds";
import type { EnvFrom, EnvVar, LooseContainer, LoosePodSpec } from "../pod/pod-spec-schema.ts";
import { laterFields, parseFieldPath, wholeMapOf } from "./field-ref.ts";
import { isResource, resourceValue } from "./resource-ref.ts";

/** Where variables come from; names and values are checked with those of all kinds. */
export function* checkEnv(spec: LoosePodSpec, at: Path): Generator<Problem> {
  for (const list of ["initContainers", "containers"] as const) {
    for (const { value, path } of placed(spec[list], below(at, list))) {
      for (const from of placed(value.envFrom, below(path, "envFrom"))) yield* checkEnvFrom(from);
      for (const variable of placed(value.env, below(path, "env")))
        yield* checkVariable(variable, value, spec);
    }
  }
}

function* checkEnvFrom({
  value: { configMapRef, secretRef },
  path,
}: Placed<Loose<EnvFrom>>): Generator<Problem> {
  if (configMapRef !== undefined && secretRef !== undefined) {
    const message = "is given together with configMapRef";
    yield { path: below(path, "secretRef"), message, hint: "write an entry of its own for it" };
  }
  if (configMapRef !== undefined || secretRef !== undefined) return;
  yield {
    path,
    message: "has no source",
    hint: "write {configMapRef: {name: NAME}} or {secretRef: {name: NAME}}",
  };
}

function* checkVariable(
  { value: { value = "", valueFrom }, path }: Placed<Loose<EnvVar>>,
  container: LooseContainer,
  spec: LoosePodSpec,
): Generator<Problem> {
  if (valueFrom === undefined) return;
  const from = below(path, "valueFrom");
  if (value !== "")
    yield { path: from, message: "is given together with value", hint: "keep one of the two" };
  const [first, second] = Object.keys(valueFrom);
  if (first === undefined)
    yield { path: from, message: "has no source", hint: "write {configMapKeyRef: {name: NAME, key: KEY}}" };
  if (second !== undefined) {
    yield {
      path: below(from, second),
      message: `is given together with ${first}`,
      hint: "keep one of the two",
    };
  }
  const { fieldRef, resourceFieldRef } = valueFrom;
  if (fieldRef?.fieldPath !== undefined)
    yield* checkFieldRef(fieldRef.fieldPath, below(from, "fieldRef", "fieldPath"), "a variable", spec);
  if (resourceFieldRef !== undefined) {
    yield* checkResourceRef(
      { value: resourceFieldRef, path: below(from, "resourceFieldRef") },
      container,
      spec,
    );
  }
}

/** @param by who has the value: a file can have all labels, too */
export function* checkFieldRef(
  fieldPath: string,
  path: Path,
  by: "a variable" | "a file",
  spec: LoosePodSpec,
): Generator<Problem> {
  const field = parseFieldPath(fieldPath);
  if (field?.kind === "nodeName" && !spec.nodeName) {
    const message = `${quote(fieldPath)} is not written in this pod, and no scheduler writes it`;
    yield { path, message, hint: "write spec.nodeName with the name that it is to be" };
  }
  if (field !== undefined) return;
  if (by === "a file" && wholeMapOf(fieldPath) !== undefined) return;
  const later = laterFields.get(fieldPath);
  if (later !== undefined) {
    const [why, hint] = later;
    yield { path, message: `${quote(fieldPath)} cannot be had: ${why}`, hint };
    return;
  }
  yield {
    path,
    message: `${quote(fieldPath)} is no field that ${by} can have`,
    hint: "write metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'] or metadata.annotations['KEY']",
  };
}

type LooseResourceRef = NonNullable<NonNullable<Loose<EnvVar>["valueFrom"]>["resourceFieldRef"]>;

/** @param own the container of a reference that names none */
export function* checkResourceRef(
  { value, path }: Placed<LooseResourceRef>,
  own: LooseContainer | undefined,
  spec: LoosePodSpec,
): Generator<Problem> {
  const { resource, containerName, divisor = "1" } = value;
  const unit = parseQuantity(divisor);
  if ("error" in unit) {
    const message = `${unit.error}: ${quote(divisor)}`;
    yield { path: below(path, "divisor"), message, hint: unit.hint };
    return;
  }
  if (resource === undefined) return;
  const at = below(path, "resource");
  if (!isResource(resource)) {
    const hint = "write limits. or requests. with cpu, memory or ephemeral-storage";
    yield { path: at, message: `${quote(resource)} is not known here`, hint };
    return;
  }
  const container = containerName === undefined ? own : containerOf(spec, containerName);
  if (container === undefined) {
    const message = `names the container ${quote(containerName ?? "")}, which is not in this pod`;
    yield { path: below(path, "containerName"), message };
    return;
  }
  if (resourceValue(resource, container.resources ?? {}, divisor) !== undefined) return;
  const message = `is not written in container ${quote(container.name ?? "")}: what the host has is not known here`;
  yield { path: at, message, hint: `write resources with ${resource} there` };
}

/** @returns the one of that name, among those of a pod */
export function containerOf<Item extends Pick<AnyContainer, "name">>(
  spec: {
    readonly containers?: readonly (Item | undefined)[] | undefined;
    readonly initContainers?: readonly (Item | undefined)[] | undefined;
  },
  name: string,
): Item | undefined {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])].find((one) => one?.name === name);
}
