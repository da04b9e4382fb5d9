import { describe, expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { reasons, withContainer } from "../../objects/test-diagnose.ts";

const at = "spec.containers[0].healthCheck";

const built = (line: string) =>
  buildDesiredState(parseManifests(withContainer(`healthCheck: ${line}`), { file: "m.yml" })).containers[0]
    ?.healthCheck;

describe("a health check", () => {
  it.each([
    [
      "a text, as a line for the shell",
      "{test: 'curl -f http://localhost/ || exit 1'}",
      {
        test: { kind: "shell", command: "curl -f http://localhost/ || exit 1" },
      },
    ],
    ["CMD-SHELL", '{test: ["CMD-SHELL", "exit 0"]}', { test: { kind: "shell", command: "exit 0" } }],
    ["CMD", "{test: [CMD, test, -e, /ok]}", { test: { kind: "exec", command: ["test", "-e", "/ok"] } }],
    ["NONE", "{test: [NONE]}", { test: { kind: "none" } }],
    ["disable", "{disable: true, test: [NONE]}", { test: { kind: "none" } }],
    [
      "durations, and no test, which is the image's",
      "{interval: 1m30s, timeout: 500ms, retries: 2, startPeriod: 1h, startInterval: 1.5s}",
      { intervalMs: 90_000, timeoutMs: 500, retries: 2, startPeriodMs: 3_600_000, startIntervalMs: 1500 },
    ],
    ["0s, which is as the image says", "{interval: 0s, retries: 1}", { retries: 1 }],
    ["nothing", "{}", undefined],
    ["nothing that it disables", "{disable: false}", undefined],
    [
      "no variable of its own: the shell has them",
      "{test: 'echo $(NAME) $HOME'}",
      {
        test: { kind: "shell", command: "echo $(NAME) $HOME" },
      },
    ],
  ])("is read with %s", (_, line, expected) => {
    expect(reasons(withContainer(`healthCheck: ${line}`))).toEqual([]);
    expect(built(line)).toEqual(expected);
  });

  it.each([
    [
      "{test: [curl, -f]}",
      `${at}.test[0]: must be CMD, CMD-SHELL or NONE, got "curl" [begin the list with "CMD"`,
    ],
    ["{test: [CMD]}", `${at}.test: has not what belongs behind its first word [write a program behind CMD`],
    ["{test: [CMD-SHELL, a, b]}", `${at}.test: has not what belongs behind its first word [write one text`],
    ["{test: ''}", `${at}.test: has not what belongs behind its first word [write one text`],
    ["{test: [NONE, a]}", `${at}.test: has not what belongs behind its first word [write NONE alone]`],
    ["{test: []}", `${at}.test: must have at least one item [write it as a text for the shell, or`],
    ["{test: 5}", `${at}.test: must be a list, got the number 5 [write it as a text for the shell, or`],
    ["{test: a, disable: true}", `${at}.test: is given together with disable [keep one of the two]`],
    ["{interval: 10}", `${at}.interval: must be a duration with units, got "10" [write it with units: 1m30s`],
    ["{timeout: 1d}", `${at}.timeout: must be a duration with units, got "1d"`],
    ["{startPeriod: 9000h}", `${at}.startPeriod: must be at most a year, got "9000h"`],
    ["{retries: 0}", `${at}.retries: must be between 1 and 1000000, got 0`],
    ["{start_period: 1s}", `${at}.start_period: is not a known key [did you mean startPeriod?]`],
    ["{start_interval: 1s}", `${at}.start_interval: is not a known key [did you mean startInterval?]`],
    ["curl -f", `${at}: must be a mapping, got a string [write it as {test:`],
    ["{test: 'curl :$$PORT'}", `notice ${at}.test: has \`$$\`, which stays as it is`],
  ])("%s is a located mistake", (line, told) => {
    const found = reasons(withContainer(`healthCheck: ${line}`));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(told);
  });

  it("in the spelling of Compose is told by this one", () => {
    expect(reasons(withContainer("healthcheck: {test: a}"))).toEqual([
      "spec.containers[0].healthcheck: is not a known key [did you mean healthCheck?]",
    ]);
  });
});
