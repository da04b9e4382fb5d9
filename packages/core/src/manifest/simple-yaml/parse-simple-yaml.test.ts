import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Lexer, type Node } from "yaml";
import { anyLine, flow, tree } from "../../../test/yaml-arbitraries.ts";
import { composeDocuments } from "../compose-documents.ts";
import { defaultLimits } from "../limits.ts";
import { createLineTable } from "../line-table.ts";
import { createLocator, type Locator } from "../locate.ts";
import type { Path } from "../path.ts";
import { toValue } from "../to-value.ts";
import { createSimpleLocator } from "./locate-simple.ts";
import { parseSimpleYaml } from "./parse-simple-yaml.ts";
import { readLines } from "./simple-lines.ts";

interface Reading {
  readonly value: unknown;
  readonly places: readonly unknown[];
}

function simply(text: string): readonly Reading[] | undefined {
  const positionOf = createLineTable(text, "m.yml");
  return parseSimpleYaml(text, defaultLimits)?.map((node) =>
    reading(node.value, createSimpleLocator(node, text, positionOf)),
  );
}

/** What the YAML library makes of a text; a document with mistakes has no value. */
function byLibrary(text: string): readonly Reading[] {
  const positionOf = createLineTable(text, "m.yml");
  return composeDocuments(text, defaultLimits).documents.map((document) => {
    const root = document.contents as Node | null;
    const { value, targets, problems } = toValue(root, defaultLimits);
    const sound = document.errors.length + document.warnings.length + problems.length === 0;
    return reading(sound ? value : undefined, createLocator(root, targets, document.range[0], positionOf));
  });
}

/** The value, and where and how everything in it is written, also what is not there. */
function reading(value: unknown, locator: Locator): Reading {
  const places = pathsOf(value).map((path) => [
    path,
    locator.locate(path),
    locator.locateKey(path),
    isText(valueAt(value, path)) ? "" : locator.sourceText(path),
  ]);
  return { value, places };
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
  const segments = Array.isArray(value) ? below.map(([k, v]) => [Number(k), v] as const) : below;
  return [
    path,
    [...path, "missing"],
    [...path, 99],
    ...segments.flatMap(([k, v]) => pathsOf(v, [...path, k])),
  ];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((at: unknown, segment) => (at as Record<PropertyKey, unknown> | null)?.[segment], value);
}

/** How a text is written matters only without quotes; nobody asks otherwise. */
const isText = (value: unknown) => typeof value === "string";

function agrees(text: string): void {
  const simple = simply(text);
  if (simple !== undefined) expect({ text, read: simple }).toEqual({ text, read: byLibrary(text) });
}

/** More of them than CI has time for are up to who changes the reader: `HASHIKE_YAML_RUNS=50000`. */
const runs = (usual: number) => ({ numRuns: Number(process.env.HASHIKE_YAML_RUNS ?? usual) });

describe("parseSimpleYaml", () => {
  it("reads nothing otherwise than the YAML library: trees as people write them", () => {
    fc.assert(
      fc.property(tree, (lines) => agrees(lines.join("\n"))),
      runs(3000),
    );
  });

  it("reads nothing otherwise than the YAML library: lines in any order", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), (lines) => agrees(`${lines.join("\n")}\n`)),
      runs(6000),
    );
  });

  it("reads nothing otherwise than the YAML library: collections in brackets", () => {
    const place = fc.constantFrom("a: ", "- ", "- a: ", "a:\n  - ", "a:\n- b: 1\n  c: ", "", "a:   ");
    const behind = fc.constantFrom("", "", "", " # why", "#no", " x", "\nb: 1", "\n- b", "\n  b: 1", ": b");
    fc.assert(
      fc.property(place, flow, behind, (before, text, after) => agrees(`${before}${text}${after}\n`)),
      runs(6000),
    );
  });

  it("reads many collections in brackets itself", () => {
    const usual = fc.tuple(fc.constantFrom("a: ", "- "), flow).map((all) => `${all.join("")}\n`);
    const texts = fc.sample(usual, { numRuns: 1000, seed: 1 });
    expect(texts.filter((text) => simply(text) !== undefined).length).toBeGreaterThan(300);
  });

  it("counts no fewer words and signs than the library's lexer", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), (lines) => {
        const text = lines.join("\n");
        if (simply(text) === undefined) return;
        expect(readLines(text)?.lexemes).toBeGreaterThanOrEqual([...new Lexer().lex(text)].length - 2);
      }),
      runs(2000),
    );
  });

  it("reads what manifests are made of", () => {
    const text = `---
# A comment
kind: Hashike   # what it is
metadata: {}
spec:
  containers:
  - name: "web"
    image: nginx:alpine-slim
    args: []
    command: [ "sh", -c, 'echo a, b' ]
    env:
    - { name: A, value: "1" }   # one of two
    - {name: B, value: b c}
    resources: { limits: { memory: 1Gi, cpu: 2 }, requests: {} }
    ports:
      - containerPort: 80
    empty:
---
kind: Other
`;
    expect(simply(text)?.map(({ value }) => value)).toEqual([
      {
        kind: "Hashike",
        metadata: {},
        spec: {
          containers: [
            {
              name: "web",
              image: "nginx:alpine-slim",
              args: [],
              command: ["sh", "-c", "echo a, b"],
              env: [
                { name: "A", value: "1" },
                { name: "B", value: "b c" },
              ],
              resources: { limits: { memory: "1Gi", cpu: 2 }, requests: {} },
              ports: [{ containerPort: 80 }],
              empty: null,
            },
          ],
        },
      },
      { kind: "Other" },
    ]);
    agrees(text);
  });

  it.each([
    ["anchors", "a: &x 1\nb: *x\n"],
    ["block scalars", "a: |\n  text\n"],
    ["lists over several lines", "a: [1,\n  2]\n"],
    ["a comma behind the last", "a: [1, 2,]\n"],
    ["keys in quotes", 'a: {"b": 1}\n'],
    ["keys without a value", "a: {b}\n"],
    ["mappings of one key without braces", "a: [b: 1]\n"],
    ["a template", "a: {{ b }}\n"],
    ["a key given twice in braces", "a: {b: 1, b: 2}\n"],
    ["a scalar that goes on", "a: one\n  two\n"],
    ["escapes", 'a: "\\n"\n'],
    ["a key given twice", "a: 1\na: 2\n"],
    ["other numbers", "a: 0x10\n"],
    ["an empty document", "a: 1\n---\n"],
  ])("leaves %s to the library", (_, text) => {
    expect(parseSimpleYaml(text, defaultLimits)).toBeUndefined();
  });

  it.each(["a:\n  b:\n  - 1\n", "a: { b: [1] }\n", "a:\n  b: [1]\n"])(
    "leaves what exceeds a limit to the library: %j",
    (text) => {
      const within = { lexemes: 100, depth: 3, values: 7, documents: 1 };
      expect(parseSimpleYaml(text, { ...defaultLimits, ...within })).toBeDefined();
      for (const limits of [{ lexemes: 10 }, { depth: 2 }, { values: 5 }, { documents: 0 }]) {
        expect(parseSimpleYaml(text, { ...defaultLimits, ...limits })).toBeUndefined();
      }
    },
  );
});
