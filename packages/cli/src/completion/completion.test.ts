import { expect, it } from "vitest";
import { commandTable, type OptionSpec, optionTable } from "../args/command-table.ts";
import { en } from "../i18n/en.ts";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import { zshCompletion } from "./zsh.ts";

const scripts = [
  ["bash", bashCompletion()],
  ["zsh", zshCompletion(en)],
  ["fish", fishCompletion(en)],
] as const;

it.each(scripts)(
  "the script for %s is as it was when its shell was last seen to take it",
  async (shell, script) => {
    await expect(script).toMatchFileSnapshot(`./__snapshots__/hashike.${shell}`);
  },
);

it.each(scripts)("the script for %s knows every command and every option", (_shell, script) => {
  for (const word of commandTable.flatMap(({ name }) => name.split(" "))) expect(script).toContain(word);
  for (const option of Object.values(optionTable)) {
    const { long, value }: OptionSpec = option;
    expect(script).toMatch(new RegExp(`(--|-l )${long}\\b`));
    if (value?.complete.kind === "words") expect(script).toContain(value.complete.words.join(" "));
  }
});
