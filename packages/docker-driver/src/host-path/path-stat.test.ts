import { expect, it } from "vitest";
import { parsePathStat } from "./path-stat.ts";

// Modes that the engine sent for /var/run, /tmp, /etc/passwd, /dev/null, a socket, a block device and a pipe.
it.each([
  [134218239, "symlink", 0o777],
  [2148532735, "directory", 0o777],
  [420, "file", 0o644],
  [69206454, "charDevice", 0o666],
  [16777648, "socket", 0o660],
  [67109296, "blockDevice", 0o660],
  [33554852, "other", 0o644],
])("mode %i is a %s", (mode, kind, permissions) => {
  const header = Buffer.from(JSON.stringify({ name: "x", mode, linkTarget: "" })).toString("base64");
  expect(parsePathStat(header)).toEqual({ kind, permissions });
});

it("refuses what the engine does not document", () => {
  expect(() => parsePathStat(Buffer.from("{}").toString("base64"))).toThrow("unexpected");
});
