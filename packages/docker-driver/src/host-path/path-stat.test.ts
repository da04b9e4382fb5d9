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

// Time and size as engines send them: without zeros at the end, and in the engine's own time zone.
it.each([
  ["2026-11-30T10:59:56.123456789Z", "7 1796036396123456789"],
  ["2026-11-30T12:59:56.0301+02:00", "7 1796036396030100000"],
  ["2026-11-30T10:59:56Z", "7 1796036396000000000"],
])("tells what a file of %s has as a look at it by oneself does", (mtime, content) => {
  const stat = (mode: number) =>
    Buffer.from(JSON.stringify({ name: "x", size: 7, mode, mtime, linkTarget: "" })).toString("base64");
  expect(parsePathStat(stat(420))).toEqual({ kind: "file", permissions: 0o644, content });
  expect(parsePathStat(stat(2148532735))).toEqual({ kind: "directory", permissions: 0o777 });
});

it("refuses what the engine does not document", () => {
  expect(() => parsePathStat(Buffer.from("{}").toString("base64"))).toThrow("unexpected");
});
