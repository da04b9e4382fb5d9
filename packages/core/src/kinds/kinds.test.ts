import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { defaultKinds } from "./default-kinds.ts";

it("name no kind outside its own folder", () => {
  const src = fileURLToPath(new URL("..", import.meta.url));
  const files = readdirSync(src, { recursive: true, encoding: "utf8" });
  const shared = files.filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|^testing\/|test-diagnose|^kinds\/hashike\//.test(file),
  );
  expect(shared.length).toBeGreaterThan(100);
  for (const { kind } of defaultKinds.all) {
    const named = new RegExp(`kind: "?${kind}\\b|["'\`]${kind}["/]|\\bkind ${kind}\\b`);
    expect(shared.filter((file) => named.test(readFileSync(join(src, file), "utf8")))).toEqual([]);
  }
});
