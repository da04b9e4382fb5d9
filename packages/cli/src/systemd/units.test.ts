import { describe, expect, it } from "vitest";
import { escapeValue, escapeWord } from "./escape.ts";
import { lineDiff } from "./line-diff.ts";
import { type UnitSettings, unitFiles } from "./units.ts";

const settings: UnitSettings = {
  name: "hashike-app",
  mode: "timer",
  scope: "system",
  description: "s3://b/app.yml",
  command: ["/usr/bin/node", "/usr/bin/hashike", "apply", "s3://b/app.yml"],
  intervalSeconds: 60,
  envFile: "/etc/hashike/hashike-app.env",
};
const textOf = (more: Partial<UnitSettings>) =>
  unitFiles({ ...settings, ...more })
    .map((f) => f.text)
    .join("");

describe("units", () => {
  it.each([
    ["s3://bucket/key.yml", "s3://bucket/key.yml"],
    ["my file", '"my file"'],
    ["", '""'],
    ["100%", "100%%"],
    ["$HOME", '"$$HOME"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ["a;b", '"a;b"'],
    ["a'b", '"a\'b"'],
    ["艀", '"艀"'],
  ])("have the word %s as %s", (word, escaped) => {
    expect(escapeWord(word)).toBe(escaped);
  });

  it("have values on one line, in which systemd fills nothing in", () => {
    expect(escapeValue("100%h\nExecStart=/bin/evil")).toBe("100%%h ExecStart=/bin/evil");
  });

  it("are a timer and its service, or a service that stays", () => {
    expect(unitFiles(settings).map((f) => f.name)).toEqual(["hashike-app.timer", "hashike-app.service"]);
    expect(unitFiles({ ...settings, mode: "watch" }).map((f) => f.name)).toEqual(["hashike-app.service"]);
    expect(textOf({})).toContain("Type=oneshot");
    expect(textOf({ mode: "watch" })).toContain("ExecReload=/bin/kill -HUP $MAINPID");
  });

  it("of the system have a /tmp of their own, unless something is read from there", () => {
    expect(textOf({})).toContain("PrivateTmp=yes");
    expect(textOf({ command: [...settings.command, "/tmp/app.yml"] })).not.toContain("PrivateTmp");
    expect(textOf({ scope: "user" })).not.toMatch(/PrivateTmp|ProtectSystem|User=/);
  });
});

it("a difference is shown line by line", () => {
  expect(lineDiff("a\nb\nc\nd\n", "a\nc\nx\nd\n")).toBe("  a\n- b\n  c\n+ x\n  d\n");
  expect(lineDiff("a\n", "b\n")).toBe("- a\n+ b\n");
});
