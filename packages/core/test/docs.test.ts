import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { formatFieldReference } from "../src/index.ts";

const path = (name: string) => fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));

const manifestPage = `# The manifest, field by field

One document of \`kind: Hashike\`; several may stand in one file, with \`---\` between them. \`hashike schema\` prints
the same as JSON Schema, for editors. This page is made from the schemas in \`packages/core/src/kinds\`:
\`UPDATE=1 npm test -- --project unit\` writes it anew.

${formatFieldReference()}`;

describe("the docs", () => {
  it("have the fields of the manifest as they are", () => {
    if (process.env.UPDATE === "1") writeFileSync(path("manifest.md"), manifestPage);
    expect(readFileSync(path("manifest.md"), "utf8")).toBe(manifestPage);
  });

  it.each([
    ["json.md", "apply/event.ts"],
    ["watch.md", "watch/watch-event.ts"],
  ])("tell in %s every event of %s, and none that does not exist", (page, file) => {
    const source = readFileSync(fileURLToPath(new URL(`../src/${file}`, import.meta.url)), "utf8");
    const types = [...source.matchAll(/readonly type: "([\w.]+)"/g)].map(([, type]) => type);
    expect(types.length).toBeGreaterThan(10);
    const rows = /\n\| event \|.*?\n\n/s.exec(readFileSync(path(page), "utf8"))?.[0] ?? "";
    const firstCells = [...rows.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell]) => cell).join();
    const told = [...firstCells.matchAll(/`([\w.]+)`/g)].map(([, type]) => type);
    expect(told.sort()).toEqual(types.sort());
  });

  it("explain every error code, and none that does not exist", () => {
    const source = readFileSync(fileURLToPath(new URL("../src/errors.ts", import.meta.url)), "utf8");
    const union = /export type ErrorCode =([^;]*);/.exec(source)?.[1] ?? "";
    const codes = [...union.matchAll(/"([A-Z_]+)"/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(20);
    const explained = [
      ...readFileSync(path("errors.md"), "utf8").matchAll(/^#+ `?([A-Z]+_[A-Z_]+|USAGE)`?/gm),
    ];
    expect(explained.map(([, code]) => code).sort()).toEqual([...codes].sort());
  });
});
