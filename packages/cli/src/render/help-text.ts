import {
  type CommandName,
  type CommandSpec,
  commandsOf,
  commandTable,
  type GroupName,
  globalOptions,
  groupNames,
  type HelpTopic,
  type OptionName,
  optionTerm,
} from "../args/command-table.ts";
import type { Messages } from "../i18n/en.ts";
import type { Style } from "./layout/style.ts";
import { padEnd, textWidth } from "./layout/text-width.ts";
import { wrapText } from "./layout/wrap-text.ts";

export interface HelpTextOptions {
  readonly messages: Messages;
  readonly style: Style;
  /** Columns of the terminal; the text is never wider than 100. */
  readonly columns: number;
}

type Row = readonly [term: string, text: string];

/** The help of a command or a group of commands, or of the program when none is given. Ends with a line end. */
export function helpText(topic: HelpTopic | undefined, options: HelpTextOptions): string {
  const sections =
    topic === undefined
      ? programSections(options)
      : isGroup(topic)
        ? groupSections(topic, options)
        : commandSections(topic, options);
  return `${sections.filter((s) => s !== "").join("\n\n")}\n`;
}

function programSections(options: HelpTextOptions): readonly string[] {
  const { messages: m, style } = options;
  const commands = commandTable.map(({ name }): Row => [name, m.commands[name].summary]);
  return [
    `${style.bold(`${m.headings.usage}:`)} hashike COMMAND [OPTION…]`,
    paragraph(m.program, options),
    table(m.headings.commands, commands, options),
    table(m.headings.globalOptions, optionRows([...globalOptions, "version"], m), options),
    table(m.headings.environment, m.environment, options),
    table(m.headings.exitCodes, m.exitCodes, options),
    table(m.headings.kubectlVerbs, Object.entries(m.kubectlVerbs), options),
    paragraph(m.moreHelp, options),
  ];
}

function isGroup(topic: HelpTopic): topic is GroupName {
  return groupNames.some((name) => name === topic);
}

function groupSections(group: GroupName, options: HelpTextOptions): readonly string[] {
  const { messages: m, style } = options;
  const commands = commandsOf(group).map(
    ({ name }): Row => [name.slice(group.length + 1), m.commands[name].summary],
  );
  return [
    `${style.bold(`${m.headings.usage}:`)} hashike ${group} COMMAND [OPTION…]`,
    paragraph(m.groups[group], options),
    table(m.headings.commands, commands, options),
    table(m.headings.globalOptions, optionRows(globalOptions, m), options),
    paragraph(m.moreHelp.replace("COMMAND", `${group} COMMAND`), options),
  ];
}

function commandSections(name: CommandName, options: HelpTextOptions): readonly string[] {
  const { messages: m, style } = options;
  const spec: CommandSpec = commandTable.find((c) => c.name === name) ?? { name, arguments: [], options: [] };
  const { description, arguments: texts, examples } = m.commands[name];
  return [
    `${style.bold(`${m.headings.usage}:`)} ${usageOf(spec)}`,
    paragraph(description, options),
    table(
      m.headings.arguments,
      spec.arguments.map((a): Row => [a.name, texts[a.name] ?? ""]),
      options,
    ),
    table(m.headings.options, optionRows(spec.options, m), options),
    table(m.headings.globalOptions, optionRows(globalOptions, m), options),
    [
      style.bold(`${m.headings.examples}:`),
      ...examples.flatMap((e) => [`  ${style.dim(`# ${e.text}`)}`, `  ${e.command}`]),
    ].join("\n"),
  ];
}

/** `hashike image pull REFERENCE [NAME] [OPTION…]` */
export function usageOf({ name, arguments: args }: CommandSpec): string {
  const words = args.map((a) => (a.required ? a.name : `[${a.name}]`) + (a.variadic ? "…" : ""));
  return ["hashike", name, ...words, "[OPTION…]"].join(" ");
}

function optionRows(names: readonly OptionName[], messages: Messages): readonly Row[] {
  return names.map((name) => [optionTerm(name), messages.options[name]]);
}

/** Terms on the left, texts on the right; a term that is too long has its text on the next line. */
function table(heading: string, rows: readonly Row[], options: HelpTextOptions): string {
  if (rows.length === 0) return "";
  const termWidth = Math.min(28, Math.max(...rows.map(([term]) => textWidth(term))));
  const indent = termWidth + 4;
  const lines = rows.flatMap(([term, text]) => {
    const [first = "", ...rest] = wrapText(text, widthOf(options) - indent);
    const below = [...rest].map((line) => " ".repeat(indent) + line);
    const shown = options.style.accent(term);
    return textWidth(term) > termWidth
      ? [`  ${shown}`, " ".repeat(indent) + first, ...below]
      : [`  ${padEnd(shown, termWidth)}  ${first}`, ...below];
  });
  return [options.style.bold(`${heading}:`), ...lines].join("\n");
}

function paragraph(text: string, options: HelpTextOptions): string {
  return wrapText(text, widthOf(options)).join("\n");
}

function widthOf({ columns }: HelpTextOptions): number {
  return Math.min(100, Math.max(60, columns));
}
