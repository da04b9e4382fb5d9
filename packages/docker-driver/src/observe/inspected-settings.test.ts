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
    expect(readSettings(answer(fields))).toEqual([id, settings]);
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
