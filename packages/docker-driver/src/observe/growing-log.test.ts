import { expect, it } from "vitest";
import { hasGrowingLog } from "./growing-log.ts";

it.each([
  ["json-file without a word", { LogConfig: { Type: "json-file", Config: {} } }, true],
  ["json-file of an engine that says null", { LogConfig: { Type: "json-file", Config: null } }, true],
  [
    "json-file with files, but no size",
    { LogConfig: { Type: "json-file", Config: { "max-file": "3" } } },
    true,
  ],
  ["json-file with a size", { LogConfig: { Type: "json-file", Config: { "max-size": "10m" } } }, false],
  ["local, which bounds itself", { LogConfig: { Type: "local", Config: {} } }, false],
  ["journald, which is somebody else's", { LogConfig: { Type: "journald", Config: {} } }, false],
  ["an engine that does not tell", {}, false],
])("the log of %s", (_, settings, grows) => {
  expect(hasGrowingLog(settings)).toBe(grows);
});
