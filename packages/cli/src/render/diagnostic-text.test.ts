import { describe, expect, it } from "vitest";
import { diagnosticText } from "./diagnostic-text.ts";
import { errorText } from "./error-text.ts";
import { plainStyle as style } from "./testing.ts";

const at = (line: number, column: number) => ({ file: "my-manifest.yml", line, column });
const manifest = [
  "spec:",
  "  containers:",
  "  - name: 艀",
  "    image: 12",
  "    env:",
  "    - valeu: hunter2",
].join("\n");
const texts = new Map([["my-manifest.yml", manifest]]);

describe("diagnosticText", () => {
  it("begins with the place, as compilers do, and ends with the hint", () => {
    const diagnostic = {
      severity: "error",
      path: "spec.containers[0].image",
      message: "must be text",
      hint: "put it in quotes",
      at: at(4, 12),
    } as const;
    expect(diagnosticText(diagnostic, { style })).toBe(
      "my-manifest.yml:4:12: spec.containers[0].image: must be text\n  hint: put it in quotes\n",
    );
    expect(diagnosticText(diagnostic, { style, texts })).toBe(
      [
        "my-manifest.yml:4:12: spec.containers[0].image: must be text",
        "  4 |     image: 12",
        "    |            ^^",
        "  hint: put it in quotes",
        "",
      ].join("\n"),
    );
  });

  it("marks a notice as such", () => {
    expect(diagnosticText({ severity: "notice", message: "not used", at: at(1, 1) }, { style })).toBe(
      "my-manifest.yml:1:1: notice: not used\n",
    );
    expect(diagnosticText({ severity: "notice", message: "not used" }, { style })).toBe("notice: not used\n");
  });

  it("says error where no place tells that it is one", () => {
    expect(diagnosticText({ severity: "error", path: "container web", message: "taken" }, { style })).toBe(
      "error: container web: taken\n",
    );
  });

  it("puts the mark below its place behind wide characters", () => {
    const text = new Map([["my-manifest.yml", "{ 名前: x, y: z }"]]);
    const lines = diagnosticText(
      { severity: "error", message: "no", at: at(1, 10) },
      { style, texts: text },
    ).split("\n");
    expect(lines.slice(1, 3)).toEqual(["  1 | { 名前: x, y: z }", "    |            ^"]);
  });

  it.each([
    "    image: docker-archive+https://me:hunter2@h/x.tar/app:1",
    '    image: "docker-archive+https://h/x.tar?token=hunter2/app:1"',
    "    args: [--db=postgres://me:hunter2@h/db]",
  ])("hides an address with credentials: %s", (line) => {
    const diagnostic = { severity: "error", path: "spec", message: "no", at: at(1, 5) } as const;
    const text = diagnosticText(diagnostic, { style, texts: new Map([["my-manifest.yml", line]]) });
    expect(text).toMatch(/\n {2}1 \| {5}\w+: …\n/);
    expect(text).not.toContain("hunter2");
  });

  it("hides the values of variables: one of them may be secret", () => {
    const diagnostic = {
      severity: "error",
      path: "spec.containers[0].env[0].valeu",
      message: "no",
      at: at(6, 7),
    } as const;
    const text = diagnosticText(diagnostic, { style, texts });
    expect(text).toContain("  6 |     - valeu: …\n");
    expect(text).not.toContain("hunter2");
  });

  it("shows no line that is not there", () => {
    expect(diagnosticText({ severity: "error", message: "cut", at: at(99, 1) }, { style, texts })).toBe(
      "my-manifest.yml:99:1: cut\n",
    );
  });
});

describe("errorText", () => {
  it("tells a single reason once, with its place and code", () => {
    const text = errorText(
      {
        code: "PLAN_BLOCKED",
        message: "container web: the name is taken",
        hint: "choose another name",
        at: at(3, 11),
        diagnostics: [
          {
            severity: "error",
            path: "container web",
            message: "the name is taken",
            hint: "choose another name",
            at: at(3, 11),
          },
        ],
      },
      { style },
    );
    expect(text).toBe(
      "my-manifest.yml:3:11: error: container web: the name is taken [PLAN_BLOCKED]\n  hint: choose another name\n",
    );
  });

  it("keeps the hint of an error whose only reason has none", () => {
    const error = {
      code: "PLAN_GUARDED",
      message: "shop: 2 of its 3 containers would be removed",
      hint: "check the manifest",
      diagnostics: [{ severity: "error", path: "shop", message: "2 of its 3 containers would be removed" }],
    } as const;
    expect(errorText(error, { style })).toContain("hint: check the manifest\n");
  });

  it("takes control characters out of what a daemon said", () => {
    expect(
      errorText({ code: "DRIVER_ENGINE_ERROR", message: "no \u001b]0;x\u0007such\rthing" }, { style }),
    ).toBe("error: no suchthing [DRIVER_ENGINE_ERROR]\n");
  });
});
