import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readManifests } from "../src/objects/read-manifests.ts";

const file = "a.yml";

/** Reads, and checks what holds for every text. */
function read(text: string) {
  const result = readManifests([{ file, text }]);
  const lines = text.split("\n").length;
  for (const { at, message } of result.diagnostics) {
    expect(message).not.toBe("");
    expect(message).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(at?.line).toBeGreaterThanOrEqual(1);
    expect(at?.line).toBeLessThanOrEqual(lines);
    expect(at?.column).toBeGreaterThanOrEqual(1);
  }
  return result;
}

const yamlWords = fc.constantFrom(
  "apiVersion: v1\n",
  "kind: Hashike\n",
  "metadata:\n",
  "  name: a\n",
  "spec:\n",
  "  containers:\n",
  "  - name: web\n",
  "    image: nginx\n",
  "    ports:\n",
  "    - containerPort: 80\n",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "- ",
  ": ",
  "? ",
  "&a ",
  "*a ",
  "<<: ",
  "!tag ",
  "|\n",
  ">-\n",
  "[",
  "]",
  "{",
  "}",
  ",",
  "'",
  '"',
  "#",
  "\t",
  "\n",
  "  ",
  "{{ x }}",
  "__proto__: ",
  "constructor: ",
  "~",
  "\0",
  "\u202e",
  "\r\n",
  "1e999",
);

const keys = fc.constantFrom(
  "apiVersion",
  "kind",
  "metadata",
  "name",
  "spec",
  "containers",
  "image",
  "env",
  "ports",
  "value",
  "containerPort",
  "hostPort",
  "volumes",
  "volumeMounts",
  "emptyDir",
  "hostPath",
  "path",
  "resources",
  "limits",
  "memory",
  "securityContext",
  "capabilities",
  "add",
  "dnsConfig",
  "constructor",
  "__proto__",
  "toString",
  "x",
);

const structure = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      fc.constantFrom("v1", "Hashike", "web", "a b", "/", "80", ""),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie("value")), { maxLength: 8 }).map((entries) => new Map(entries)),
  ),
})).value;

/** As JSON, with keys as given: an object of JavaScript would treat `__proto__` its own way. */
function toJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
  if (!(value instanceof Map)) return JSON.stringify(value) ?? "null";
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${toJson(item)}`).join(",")}}`;
}

describe("readManifests, for any text", () => {
  it("survives random characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => void read(text)),
      { numRuns: 500 },
    );
  });

  it("survives random bytes", () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => String.fromCharCode(...array));
    fc.assert(
      fc.property(bytes, (text) => void read(text)),
      { numRuns: 500 },
    );
  });

  it("survives random YAML", () => {
    fc.assert(
      fc.property(fc.array(yamlWords, { maxLength: 60 }), (words) => void read(words.join(""))),
      { numRuns: 500 },
    );
  });

  it("survives random structures within a manifest, and pollutes no prototype", () => {
    const before = Reflect.ownKeys(Object.prototype).length;
    fc.assert(
      fc.property(structure, structure, (spec, container) => {
        read(`{apiVersion: v1, kind: Hashike, metadata: {name: a}, spec: ${toJson(spec)}}`);
        read(
          `{apiVersion: v1, kind: Hashike, metadata: {name: a}, spec: {containers: [${toJson(container)}]}}`,
        );
      }),
      { numRuns: 300 },
    );
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
  });

  it("gives the same for the same", () => {
    fc.assert(
      fc.property(structure, (spec) => {
        const text = `{kind: Hashike, spec: ${toJson(spec)}}`;
        expect(read(text).diagnostics).toEqual(read(text).diagnostics);
      }),
    );
  });
});
