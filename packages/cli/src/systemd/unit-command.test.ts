import { describe, expect, it } from "vitest";
import type { Context } from "../process/context.ts";
import { unitCommand } from "./unit-command.ts";

const context = { cwd: "/srv/stack" } as Context;
/** Without node and the script. */
const words = (addresses: readonly string[], raw = {}, mode: "apply" | "watch" = "apply") =>
  unitCommand(mode, addresses, raw, context).slice(2);

describe("the command line of a unit", () => {
  it("has node, the script and every path as absolute ones", () => {
    const [node, script] = unitCommand("apply", ["app.yml"], {}, context);
    expect([node, script?.startsWith("/")]).toEqual([process.execPath, true]);
    expect(words(["app.yml", "/etc/b.yml", "s3://b/k.yml", "https://h/c.yml?ref=1"])).toEqual([
      ...["apply", "/srv/stack/app.yml", "/etc/b.yml", "s3://b/k.yml", "https://h/c.yml?ref=1"],
    ]);
    const files = { headerFile: "headers", importModule: ["./mine.mjs", "their-package"], driver: "docker" };
    expect(words(["/a.yml"], files).slice(2)).toEqual([
      ...["--driver", "docker", "--import-module", "/srv/stack/mine.mjs", "--import-module", "their-package"],
      ...["--header-file", "/srv/stack/headers"],
    ]);
    expect(words(["/a.yml"], { secretDir: "secrets", identity: "key" }).slice(2)).toEqual([
      ...["--secret-dir", "/srv/stack/secrets", "--identity", "/srv/stack/key"],
    ]);
  });

  it("has what is for a watch only when it watches", () => {
    const raw = { interval: "5m", listen: "9120", network: ["a", "b"], takeOver: true };
    expect(words(["/a.yml"], raw)).toEqual([
      "apply",
      "/a.yml",
      "--network",
      "a",
      "--network",
      "b",
      "--take-over",
    ]);
    expect(words(["/a.yml"], raw, "watch").slice(-4)).toEqual(["--interval", "5m", "--listen", "9120"]);
  });

  it.each([
    [["-"], {}],
    [["https://me:secret@h/a.yml"], {}],
    [["https://h/a.yml?ref=1&private_token=secret@"], {}],
    [["https://h/a.yml?X-Amz-Signature=secret@"], {}],
    [["s3://b/a.yml?secret=secret@"], {}],
    [["/a.yml"], { s3Endpoint: "http://k:secret@h" }],
  ])("is refused for %j %j, and no secret is told", (addresses, raw) => {
    expect(() => words(addresses, raw)).toThrow(/standard input|may read/);
    expect(() => words(addresses, raw)).not.toThrow(/secret@/);
  });
});
