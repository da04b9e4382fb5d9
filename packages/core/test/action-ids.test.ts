import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

// An id names an action for those that wait for it, and for people. What an action is, its type and fields tell: code that
// reads ids breaks when one is worded anew.
const packages = fileURLToPath(new URL("../..", import.meta.url));
const reading = /[iI]d\.(?:includes|startsWith|endsWith|replace|split|match)\(|\.test\([^)]*\bid\)/;

it("no code recognises an action by the text of its id", () => {
  const files = ["core", "docker-driver", "cli"].flatMap((name) => sourcesOf(join(packages, name, "src")));
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => reading.test(readFileSync(file, "utf8")))).toEqual([]);
});

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));
}
