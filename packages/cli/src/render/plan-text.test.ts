import { describe, expect, it } from "vitest";
import { createStyle } from "./layout/style.ts";
import { planText } from "./plan-text.ts";
import { network, planOf, store, plainStyle as style, twoChanges, web } from "./testing.ts";

describe("planText", () => {
  it("lists changes with their fields, and sums up", () => {
    expect(planText(twoChanges, { style })).toBe(
      [
        "  + image nginx:alpine-slim will be pulled",
        "-/+ container web will be replaced",
        '      env.MY_ENV: "test" -> "prod"',
        "",
        "Plan: 1 to create, 1 to replace, 0 to update, 0 to remove; 2 unchanged.",
        "",
      ].join("\n"),
    );
  });

  it("shows the actions and what they wait for when asked to", () => {
    expect(planText(twoChanges, { style, verbose: true })).toContain(
      [
        "Actions:",
        "  [] -> image.pull/nginx:alpine-slim (missing)",
        "  [image.pull/nginx:alpine-slim] -> container.start/web (missing)",
        "      undo: container.remove/web:undo",
        "",
      ].join("\n"),
    );
  });

  it("says so when there is nothing to do", () => {
    expect(planText(planOf({ unchanged: [network, store, web] }), { style })).toBe(
      "There is nothing to do: all 3 things are as wanted.\n",
    );
    expect(planText(planOf({ unchanged: [web] }), { style })).toContain("nothing to do");
    expect(planText(planOf({}), { style })).toBe("There is nothing to do.\n");
  });

  it("colours symbols by what happens", () => {
    const text = planText(twoChanges, { style: createStyle(true) });
    expect(text).toContain("\u001b[32m  +\u001b[39m");
    expect(text).toContain("\u001b[33m-/+\u001b[39m");
  });

  it("shows no control characters of a manifest", () => {
    const cause = { kind: "changed", changes: [{ path: "env.A\u001b[2J", from: "a", to: "b" }] } as const;
    const plan = planOf({ changes: [{ kind: "update", target: web, cause, actionIds: [] }] });
    expect(planText(plan, { style })).toContain('\n      env.A: "a" -> "b"\n');
  });
});
