import {
  type CommandSpec,
  commandTable,
  globalOptions,
  type OptionName,
  optionTerm,
} from "../../src/args/command-table.ts";
import { en } from "../../src/i18n/en.ts";
import { usageOf } from "../../src/render/help-text.ts";

type Row = readonly [term: string, text: string];

/** What `--help` tells about every command, as one page of Markdown. */
export function commandPage(): string {
  return [
    "# The command, option by option",
    `\`hashike COMMAND --help\` tells the same, also in Japanese (\`HASHIKE_LANG=ja\`). This page is made from
\`packages/cli/src/args/command-table.ts\` and \`packages/cli/src/i18n/en.ts\`: \`UPDATE=1 npm test -- --project unit\` writes it
anew.`,
    "[Exit codes](errors.md#exit-codes) · [JSON for scripts](json.md) · [environment](operating.md#environment)",
    table(
      "command",
      commandTable.map(({ name }) => [
        `[${name}](#hashike-${name.replace(" ", "-")})`,
        en.commands[name].summary,
      ]),
    ),
    `## ${en.headings.kubectlVerbs}`,
    table(
      "command",
      Object.entries(en.kubectlVerbs).map(([verb, text]) => [code(verb), text]),
    ),
    "## Global options",
    "They may stand before and after the command.",
    table("option", [...optionRows(globalOptions), ...optionRows(["version"])]),
    ...commandTable.flatMap((spec) => commandSections(spec)),
    "",
  ].join("\n\n");
}

function commandSections(spec: (typeof commandTable)[number]): readonly string[] {
  const { name, arguments: args, options }: CommandSpec = spec;
  const { description, arguments: texts, examples } = en.commands[spec.name];
  const argumentTexts: Readonly<Record<string, string>> = texts;
  return [
    `## hashike ${name}`,
    description,
    fence([usageOf(spec)]),
    ...(args.length === 0
      ? []
      : [
          table(
            "argument",
            args.map((a) => [code(a.name), argumentTexts[a.name] ?? ""]),
          ),
        ]),
    ...(options.length === 0 ? [] : [table("option", optionRows(options))]),
    fence(examples.flatMap((example) => [`# ${example.text}`, example.command])),
  ];
}

function optionRows(names: readonly OptionName[]): readonly Row[] {
  return names.map((name) => [code(optionTerm(name).trim()), en.options[name]]);
}

function table(heading: string, rows: readonly Row[]): string {
  const lines = rows.map(([term, text]) => `| ${cell(term)} | ${cell(text)} |`);
  return [`| ${heading} | |`, "|---|---|", ...lines].join("\n");
}

function fence(lines: readonly string[]): string {
  return ["```sh", ...lines, "```"].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Within a table, also in code, a bar ends the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
