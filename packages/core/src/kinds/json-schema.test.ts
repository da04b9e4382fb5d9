import { describe, expect, it } from "vitest";
import { readManifests } from "../objects/read-manifests.ts";
import { withContainer, withGoodContainer } from "../objects/test-diagnose.ts";
import { type Json, manifestJsonSchema } from "./json-schema.ts";

type JsonObject = { readonly [key: string]: Json };

/** The part of JSON Schema that ours uses; an unknown keyword fails the test. */
function accepts(schema: JsonObject, value: Json): boolean {
  return Object.entries(schema).every(([keyword, argument]) => {
    const check = keywords[keyword];
    if (check === undefined) throw new Error(`unknown keyword ${keyword}`);
    return check(argument as never, value, schema);
  });
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const typeOf = (value: Json) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
const comment = () => true;
const keywords: Record<string, (argument: never, value: Json, schema: JsonObject) => boolean> = {
  $schema: comment,
  $id: comment,
  title: comment,
  description: comment,
  default: comment,
  patternErrorMessage: comment,
  type: (types: string | string[], value) =>
    [types].flat().some((type) => type === typeOf(value) || (type === "integer" && Number.isInteger(value))),
  const: (wanted: Json, value) => value === wanted,
  enum: (choices: Json[], value) => choices.includes(value),
  minimum: (limit: number, value) => typeof value !== "number" || value >= limit,
  maximum: (limit: number, value) => typeof value !== "number" || value <= limit,
  minLength: (limit: number, value) => typeof value !== "string" || value.length >= limit,
  maxLength: (limit: number, value) => typeof value !== "string" || value.length <= limit,
  pattern: (source: string, value) => typeof value !== "string" || new RegExp(source, "u").test(value),
  minItems: (limit: number, value) => !Array.isArray(value) || value.length >= limit,
  items: (items: JsonObject, value) => !Array.isArray(value) || value.every((item) => accepts(items, item)),
  required: (names: string[], value) => !isObject(value) || names.every((name) => name in value),
  properties: (properties: Record<string, JsonObject>, value) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([key, item]) => properties[key] === undefined || accepts(properties[key], item),
    ),
  // Ours let anything stand there.
  patternProperties: comment,
  additionalProperties: (rest: boolean | JsonObject, value, schema) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([key, item]) =>
        key in (schema.properties as JsonObject) ||
        Object.keys(schema.patternProperties ?? {}).some((pattern) => new RegExp(pattern, "u").test(key)) ||
        (typeof rest === "boolean" ? rest : accepts(rest, item)),
    ),
};

const schema = manifestJsonSchema({ id: "https://example.com/hashike.json" });
const manifest = (change: JsonObject = {}, container: JsonObject = {}): Json => ({
  apiVersion: "v1",
  kind: "Hashike",
  metadata: { name: "a" },
  spec: { containers: [{ name: "web", image: "nginx", ...container }], ...change },
});

describe("manifestJsonSchema", () => {
  it("is plain JSON with an id", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(schema.$id).toBe("https://example.com/hashike.json");
    expect(manifestJsonSchema().$id).toBe("urn:hashike:manifest:v1");
    expect(Reflect.ownKeys(schema).every((key) => typeof key === "string")).toBe(true);
  });

  it("accepts what readManifests accepts", () => {
    const texts = [
      withGoodContainer("restartPolicy: Never", "hostAliases: [{ip: 10.0.0.1, hostnames: [a]}]"),
      withContainer(
        "ports: [{containerPort: 80, name: http}]",
        "readinessProbe: {httpGet: {port: http, scheme: https, httpHeaders: [{name: A, value: 1}]}}",
        "livenessProbe: {tcpSocket: {port: 80}}",
        "lifecycle: {preStop: {sleep: {seconds: 1}}}",
      ),
      withContainer("resources: {limits: {cpu: 500m}}", "volumeMounts: [{name: data, mountPath: /data}]"),
    ];
    for (const text of texts) {
      const [read] = readManifests([{ file: "a.yml", text }]).manifests;
      expect(accepts(schema, JSON.parse(JSON.stringify(read?.value)))).toBe(true);
    }
  });

  it("accepts keys that begin with x-, as readManifests does", () => {
    expect(accepts(schema, { ...(manifest({}, { "x-note": 1 }) as JsonObject), "x-defaults": {} })).toBe(
      true,
    );
    expect(accepts(schema, { ...(manifest() as JsonObject), defaults: {} })).toBe(false);
  });

  it.each<readonly [string, Json]>([
    [
      "values of variables as YAML has them",
      manifest(
        {},
        {
          env: [
            { name: "A", value: 8080 },
            { name: "B", value: null },
          ],
        },
      ),
    ],
    ["a health check as a text or a list", manifest({}, { healthCheck: { test: "true", interval: 5 } })],
    ["amounts as numbers", manifest({}, { resources: { limits: { cpu: 0.5 } } })],
    ["protocols in lower case", manifest({}, { ports: [{ containerPort: 80, protocol: "tcp" }] })],
    ["paths without a type", manifest({ volumes: [{ name: "data", hostPath: { path: "/a", type: "" } }] })],
  ])("accepts %s", (_, value) => {
    expect(accepts(schema, value)).toBe(true);
  });

  it.each<readonly [string, Json]>([
    ["unknown keys", manifest({ volums: [] })],
    ["names of one character", manifest({}, { name: "w" })],
    ["ports out of range", manifest({}, { ports: [{ containerPort: 0 }] })],
    ["unknown choices", manifest({ restartPolicy: "always" })],
    ["an empty list of containers", manifest({ containers: [] })],
    ["labels that are no text", { ...(manifest() as JsonObject), metadata: { name: "a", labels: { a: 1 } } }],
    ["ports of probes out of range", manifest({}, { livenessProbe: { grpc: { port: 0 } } })],
    ["hooks of another kind", manifest({}, { lifecycle: { preStop: { tcpSocket: { port: 80 } } } })],
    ["another kind", { ...(manifest() as JsonObject), kind: "Pod" }],
  ])("refuses %s", (_, value) => {
    expect(accepts(schema, value)).toBe(false);
  });
});
