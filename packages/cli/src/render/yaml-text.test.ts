import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { yamlText } from "./yaml-text.ts";

const yaml = createRequire(new URL("../../../core/package.json", import.meta.url))("yaml") as {
  parse(text: string, options: { readonly version: "1.1" | "1.2" }): unknown;
};

describe("yamlText", () => {
  it("writes as kubectl does", () => {
    const value = {
      metadata: { name: "web", labels: {} },
      list: [{ b: 1, a: [true, null] }, "x", []],
      data: {
        plain: "a b: c".replace(": ", ":"),
        number: "0123",
        old: "yes",
        empty: "",
        colon: "a: 'b'",
        blank: "host ",
        lines: "a\n  b\n",
        cut: "a\nb",
        more: "a\n\n",
        "1.2.3": "1.2.3",
      },
    };
    expect(yamlText(value)).toBe(`data:
  1.2.3: 1.2.3
  blank: 'host '
  colon: 'a: ''b'''
  cut: |-
    a
    b
  empty: ""
  lines: |
    a
      b
  more: |+
    a

  number: "0123"
  old: "yes"
  plain: a b:c
list:
- a:
  - true
  - null
  b: 1
- x
- []
metadata:
  labels: {}
  name: web
`);
  });

  it("is read back as it was, by both versions of YAML", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(..."ab 01-:#'\"\n\t?.{[|>,&*!%@`=~+_e") }),
      fc.constantFrom(
        "yes",
        "0x1F",
        "1:30",
        "2026-01-01",
        "<<",
        "=",
        "- a",
        "? a",
        "#",
        "a #b",
        "---",
        "1_0",
        "0o7",
        "+.inf",
      ),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(text, tie("tree"), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(text, tree, { maxKeys: 3 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        for (const version of ["1.1", "1.2"] as const) {
          expect(yaml.parse(yamlText(plain), { version })).toEqual(plain);
        }
      }),
      { numRuns: 500 },
    );
  });
});
