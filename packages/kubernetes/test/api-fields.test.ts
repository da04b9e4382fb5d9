import { choicesOf, type FieldSchema, type KindDefinition, propertiesOf } from "@hashike/core/kinds";
import { expect, it } from "vitest";
import { kubernetesKinds } from "../src/index.ts";
import api from "./api-fields.json" with { type: "json" };

const classes: Readonly<Record<string, Readonly<Record<string, string>>>> = api.classes;

interface Place {
  readonly path: string;
  readonly schema: FieldSchema;
  readonly type: string;
}

/** Where a schema does not say what the API has: fields that it does not mention, and other types. */
function* differences({ path, schema, type }: Place): Generator<string> {
  const item = /^Array<(.*)>$/.exec(type)?.[1];
  if (item !== undefined) {
    if (schema.type !== "array") yield `${path} is no list`;
    else yield* differences({ path: `${path}[]`, schema: schema.items, type: item });
    return;
  }
  const fields = classes[type];
  if (fields === undefined) {
    if (!fits(schema, type)) yield `${path} is no ${type}`;
    return;
  }
  const { ignoredKeys = {}, unsupportedKeys = {}, droppedKeys = [] } = schema;
  const mentioned = new Set([...Object.keys(ignoredKeys), ...Object.keys(unsupportedKeys), ...droppedKeys]);
  const properties = propertiesOf(schema);
  for (const [name, fieldType] of Object.entries(fields)) {
    const property = properties[name];
    if (property !== undefined)
      yield* differences({ path: `${path}.${name}`, schema: property, type: fieldType });
    else if (!mentioned.has(name)) yield `${path}.${name} is not mentioned`;
  }
  for (const name of [...Object.keys(properties), ...mentioned]) {
    if (fields[name] === undefined) yield `${path}.${name} is not of the API`;
  }
}

function fits(schema: FieldSchema, type: string): boolean {
  switch (type) {
    case "string":
    case "IntOrString":
      return schema.type === "string" || choicesOf(schema) !== undefined;
    case "number":
      return schema.type === "integer";
    case "boolean":
      return schema.type === "boolean";
    default:
      return schema.type === "object";
  }
}

const of = ({ kind, schema }: KindDefinition) => [...differences({ path: kind, schema, type: `V1${kind}` })];

/** Keys that people write one level too deep. */
const misplaced = [
  "Pod",
  ...["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet"].map(
    (kind) => `${kind}.spec.template`,
  ),
].flatMap((place) =>
  ["containers", "initContainers"].map(
    (list) => `${place}.spec.${list}[].terminationGracePeriodSeconds is not of the API`,
  ),
);

it("every field of the API is supported, ignored, dropped or refused, with its type", () => {
  const found = kubernetesKinds.flatMap(of);
  expect(found.filter((line) => !line.endsWith("is not of the API"))).toEqual([]);
  expect(kubernetesKinds.length).toBeGreaterThan(5);
});

it("no field is told of that the API does not have", () => {
  const found = kubernetesKinds.flatMap(of).filter((line) => line.endsWith("is not of the API"));
  expect(found).toEqual(misplaced);
});

it("a field that nobody mentions is found", () => {
  const [pod] = kubernetesKinds;
  if (pod === undefined) throw new Error("there are no kinds");
  const schema = {
    ...pod.schema,
    properties: { ...propertiesOf(pod.schema), spec: { type: "object", properties: {} } },
  } as FieldSchema;
  expect(of({ ...pod, schema })).toContain("Pod.spec.tolerations is not mentioned");
});
