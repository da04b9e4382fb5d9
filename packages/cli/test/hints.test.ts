import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import {
  commandTable,
  globalOptions,
  groupNames,
  type OptionSpec,
  optionTable,
} from "../src/args/command-table.ts";
import { readDuration } from "../src/args/read-duration.ts";

/** Texts of the packages that name an option or a command of this program. */
const packages = fileURLToPath(new URL("../../", import.meta.url));
const texts = readdirSync(packages).flatMap((name) =>
  readdirSync(join(packages, name, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("completion"))
    .flatMap((path) => textsOf(join(packages, name, "src", path))),
);

function textsOf(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) found.push(node.text);
    if (ts.isTemplateMiddleOrTemplateTail(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true));
  return found;
}

const commands: readonly {
  readonly name: string;
  readonly options: readonly (keyof typeof optionTable)[];
}[] = commandTable;
const options = new Map<string, OptionSpec>(
  Object.values(optionTable).map((option) => [option.long, option]),
);
const durations = new Set(["lock-timeout", "grace-period", "interval", "look-interval"]);

describe("what a message recommends is there", () => {
  const recommended = [
    ...new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/`(hashike [a-z][^`]*)`/g)].map(([, command]) => command ?? ""),
      ),
    ),
  ];

  it.each(recommended)("`%s`", (line) => {
    const words = line.split(" ").slice(1);
    const command = commands.find(({ name }) => `${words.join(" ")} `.startsWith(`${name} `));
    expect(command?.name ?? words[0]).toSatisfy(
      (name: string) => command !== undefined || (groupNames as readonly string[]).includes(name),
    );
    const known = [...(command?.options ?? []), ...globalOptions].map((name) => optionTable[name]);
    for (const [index, word] of words.entries()) {
      if (!word.startsWith("-") || word === "-") continue;
      const option: OptionSpec | undefined = known.find((one: OptionSpec) =>
        [`--${one.long}`, `-${one.short}`].includes(word),
      );
      expect(option, `${word} of ${line}`).toBeDefined();
      if (option?.value !== undefined)
        expect(words[index + 1], `the value of ${word} in ${line}`).toBeDefined();
    }
  });

  const given = texts
    .filter((text) => !/docker |systemctl|ssh |npm |skopeo|zstd |dest-compress/.test(text))
    .flatMap((text) => [...text.matchAll(/(?<![\w-])--([a-z][a-z0-9-]+)(?:[ =](\d\w*))?/g)]);

  it.each([...new Set(given.map(([whole]) => whole))])("%s", (whole) => {
    const [name = "", value] = whole.slice(2).split(/[ =]/);
    expect(options.has(name), `--${name}`).toBe(true);
    if (value !== undefined && durations.has(name)) expect(readDuration(value), whole).toBeDefined();
  });
});
