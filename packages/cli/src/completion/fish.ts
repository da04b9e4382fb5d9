import {
  type CommandSpec,
  commandTable,
  globalOptions,
  groupNames,
  type OptionName,
  type OptionSpec,
  optionTable,
  type ValueKind,
} from "../args/command-table.ts";
import type { Messages } from "../i18n/en.ts";
import { connectionOptions, valueFlagsOf } from "./completion-words.ts";

const commands: readonly (CommandSpec & { readonly name: keyof Messages["commands"] })[] = commandTable;

/** A completion script for fish, with descriptions in the user's language. */
export function fishCompletion(messages: Messages): string {
  return `# fish completion for hashike. Put it into ~/.config/fish/completions/hashike.fish

# What the line says so far about which engine to ask: names must come from the same one.
function __hashike_names
    set -l line (commandline -opc)
    set -l connection
    for i in (seq 2 (math (count $line) - 1))
        if contains -- $line[$i] ${valueFlagsOf(connectionOptions).join(" ")}
            set -a connection $line[$i] $line[(math $i + 1)]
        end
    end
    $line[1] get $argv -o name --log-level error $connection 2>/dev/null
end

complete -c hashike -f
${[
  ...[...globalOptions, "version" as const].map((o) => optionLine(o, undefined, messages)),
  ...groupNames.map((group) => commandLine(group, messages.groups[group])),
  ...commands.map((c) => commandLine(c.name, messages.commands[c.name].summary)),
  ...commands.flatMap((c) => [...argumentLines(c), ...c.options.map((o) => optionLine(o, c.name, messages))]),
].join("\n")}
`;
}

function commandLine(name: string, text: string): string {
  const [word, second] = name.split(" ");
  if (second === undefined)
    return `complete -c hashike -n __fish_use_subcommand -a ${word} -d ${quote(text)}`;
  const others = commands.flatMap((c) => (c.name.startsWith(`${word} `) ? (c.name.split(" ")[1] ?? []) : []));
  return `complete -c hashike -n '${seen(word ?? "")}; and not ${seen(others.join(" "))}' -a ${second} -d ${quote(text)}`;
}

/** The condition that a line has one of these words; of a group's command that it has both of its words. */
function seen(words: string): string {
  return `__fish_seen_subcommand_from ${words}`;
}

function seenCommand(name: string): string {
  return name.split(" ").map(seen).join("; and ");
}

function argumentLines({ name, arguments: args }: CommandSpec): readonly string[] {
  return args.map(({ complete }) => `complete -c hashike -n '${seenCommand(name)}' ${valuesOf(complete)}`);
}

function optionLine(name: OptionName, command: string | undefined, messages: Messages): string {
  const { long, short, value }: OptionSpec = optionTable[name];
  return [
    "complete -c hashike",
    ...(command === undefined ? [] : [`-n '${seenCommand(command)}'`]),
    ...(short === undefined ? [] : [`-s ${short}`]),
    `-l ${long}`,
    ...(value === undefined
      ? []
      : [value.complete.kind === "file" ? "-r -F" : `-x ${valuesOf(value.complete)}`]),
    `-d ${quote(messages.options[name])}`,
  ]
    .filter((part) => part !== "")
    .join(" ")
    .replace(/ {2,}/g, " ");
}

function valuesOf(kind: ValueKind): string {
  switch (kind.kind) {
    case "file":
      return "-F";
    case "words":
      return `-a '${kind.words.join(" ")}'`;
    case "container":
      return "-a '(__hashike_names)'";
    case "free":
      return "";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
