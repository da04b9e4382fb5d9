import { describe, expect, it } from "vitest";
import {
  commandTable,
  type GroupName,
  groupNames,
  type HelpTopic,
  optionTable,
} from "../args/command-table.ts";
import { en } from "../i18n/en.ts";
import { ja } from "../i18n/ja.ts";
import { helpText } from "./help-text.ts";
import { textWidth } from "./layout/text-width.ts";
import { plainStyle as style } from "./testing.ts";

function isGroup(name: HelpTopic): name is GroupName {
  return groupNames.some((group) => group === name);
}

describe.each([
  ["en", en],
  ["ja", ja],
])("helpText in %s", (_language, messages) => {
  const names = [undefined, ...groupNames, ...commandTable.map((c) => c.name)];

  it("keeps to the terminal's width", () => {
    for (const name of names) {
      const examples = name === undefined || isGroup(name) ? [] : messages.commands[name].examples;
      const lines = helpText(name, { messages, style, columns: 80 }).split("\n");
      for (const line of lines) {
        if (examples.some((e) => line.includes(e.command))) continue;
        expect(textWidth(line), line).toBeLessThanOrEqual(80);
      }
    }
  });

  it("explains every command, every argument and every option", () => {
    const all = names.map((name) => helpText(name, { messages, style, columns: 200 })).join("");
    for (const { long } of Object.values(optionTable)) expect(all).toContain(`--${long}`);
    for (const { name, arguments: args } of commandTable) {
      expect(all).toContain(messages.commands[name].summary);
      for (const argument of args) {
        const texts: Readonly<Record<string, string>> = messages.commands[name].arguments;
        expect(texts[argument.name], `${name} ${argument.name}`).toBeTruthy();
      }
    }
  });
});

it("shows one command as a manual page would", () => {
  expect(helpText("schema", { messages: en, style, columns: 80 })).toMatchSnapshot();
});
