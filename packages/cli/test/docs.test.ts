import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { commandPage } from "./support/command-page.ts";

const path = fileURLToPath(new URL("../../../docs/cli.md", import.meta.url));

it("docs/cli.md tells every command, argument and option as the help does", () => {
  if (process.env.UPDATE === "1") writeFileSync(path, commandPage());
  expect(readFileSync(path, "utf8")).toBe(commandPage());
});
