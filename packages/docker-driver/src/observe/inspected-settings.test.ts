import { describe, expect, it } from "vitest";
import { readSettings } from "./inspected-settings.ts";

const id = "0123456789abcdef".repeat(4);
const settings = { Memory: 5, RestartPolicy: { Name: "always", MaximumRetryCount: 0 } };
const labels = { a: '{"HostConfig":{"Memory":1},"GraphDriver":{}', HostConfig: "x", GraphDriver: "{" };

/** As Docker writes it: in this order, without spaces, with a line end. */
const answer = (fields: object) => `${JSON.stringify(fields)}\n`;

describe("the settings of an inspected container", () => {
  it.each([
    ["as Docker writes it", { Id: id, Args: [], HostConfig: settings, GraphDriver: {}, Config: {} }],
    [
      "with texts that look like it",
      { Id: id, Args: [labels.a], HostConfig: settings, GraphDriver: {}, Labels: labels },
    ],
    ["with labels before it", { Id: id, Labels: labels, HostConfig: settings, GraphDriver: {} }],
    ["in another order", { GraphDriver: {}, Config: { Labels: labels }, HostConfig: settings, Id: id }],
    ["without what comes behind it", { Id: id, HostConfig: settings, Config: { Labels: labels } }],
    [
      "with more of the same name",
      { Id: id, Args: { HostConfig: { b: [] } }, HostConfig: settings, GraphDriver: 1 },
    ],
  ])("are found %s", (_, fields) => {
    expect(readSettings(answer(fields))).toEqual([id, { settings, run: {} }]);
  });

  it("come with how the present run came about, in whatever order they are", () => {
    const run = {
      State: { Running: true, StartedAt: "2026-11-30T04:00:07.123456789Z" },
      Name: "/web",
      RestartCount: 3,
    };
    const found = {
      settings,
      run: { restarts: 3, startedAtSeconds: Date.UTC(2026, 10, 30, 4, 0, 7) / 1000 },
    };
    const inOrder = { Id: id, ...run, Driver: "overlay2", HostConfig: settings, GraphDriver: {} };
    expect(readSettings(answer(inOrder))).toEqual([id, found]);
    expect(readSettings(answer({ HostConfig: settings, ...run, Id: id }))).toEqual([id, found]);
  });

  it("tell of no start where there was none", () => {
    const never = {
      Id: id,
      State: { StartedAt: "0001-01-01T00:00:00Z" },
      RestartCount: 0,
      HostConfig: settings,
    };
    expect(readSettings(answer(never))).toEqual([id, { settings, run: { restarts: 0 } }]);
  });

  it.each([
    ["an answer without them", answer({ Id: id, GraphDriver: {} })],
    ["an answer without an ID", answer({ HostConfig: settings, GraphDriver: {} })],
    ["what is no JSON", `{"Id":"${id}","HostConfig":{},,"GraphDriver":`],
    ["nothing", ""],
    ["null", "null"],
  ])("are not in %s", (_, text) => {
    expect(readSettings(text)).toBeUndefined();
  });
});
