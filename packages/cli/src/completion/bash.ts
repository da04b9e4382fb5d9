import {
  type CommandSpec,
  commandsOf,
  commandTable,
  firstWords,
  type GroupName,
  globalOptions,
  groupNames,
  type OptionName,
  type ValueKind,
} from "../args/command-table.ts";
import { connectionOptions, flagsOf, valueFlagsOf, valueKindOf } from "./completion-words.ts";

const commands: readonly CommandSpec[] = commandTable;

/** A completion script for bash 4 and later. It needs no bash-completion package. */
export function bashCompletion(): string {
  return `# bash completion for hashike. Load it with: eval "$(hashike completion bash)"

# What the line says so far about which engine to ask: names must come from the same one.
_hashike_connection() {
  local i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${valueFlagsOf(connectionOptions).join("|")}) printf '%s\\n' "\${COMP_WORDS[i]}" "\${COMP_WORDS[++i]}" ;;
    esac
  done
}

_hashike_names() {
  local connection=()
  mapfile -t connection < <(_hashike_connection)
  "\${COMP_WORDS[0]}" get "$@" -o name --log-level error "\${connection[@]}" 2>/dev/null
}

_hashike_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

_hashike_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

_hashike() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" operands=() i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${operands[0]}:\${COMP_WORDS[i]}" in
      ${skippedValues().join("|")}) ((i++)) ;;
      *:-?*) ;;
      *) operands+=("\${COMP_WORDS[i]}") ;;
    esac
  done
  local command="\${operands[0]}"
  case "$command" in
    ${groupNames.join("|")})
      if [[ \${#operands[@]} -gt 1 ]]; then
        command="\${operands[0]} \${operands[1]}"
        operands=("\${operands[@]:1}")
      fi ;;
  esac

  case "$command:$previous" in
${valueCases().join("\n")}
  esac

  if [[ $current == -* ]]; then
    case "$command" in
${commands.map((c) => `      ${pattern(c.name)}) _hashike_words "${flags([...c.options, ...globalOptions])}" ;;`).join("\n")}
      *) _hashike_words "${flags([...globalOptions, "version"])}" ;;
    esac
    return
  fi

  case "$command" in
    "") _hashike_words "${[...firstWords, "help"].join(" ")}" ;;
    help) _hashike_words "${firstWords.join(" ")}" ;;
${groupNames.map((group) => `    ${group}) _hashike_words "${wordsOf(group)}" ;;`).join("\n")}
${commands.flatMap(argumentCase).join("\n")}
  esac
}

complete -F _hashike hashike
`;
}

/** A command's name where bash matches patterns. */
function pattern(name: string): string {
  return name.replaceAll(" ", "\\ ");
}

/** What may stand after a group's name. */
function wordsOf(group: GroupName): string {
  return commandsOf(group)
    .map(({ name }) => name.slice(group.length + 1))
    .join(" ");
}

function flags(options: readonly OptionName[]): string {
  return flagsOf(options).join(" ");
}

/** Patterns of `command:flag` after which a word is a value, and no operand. */
function skippedValues(): readonly string[] {
  return [
    ...valueFlagsOf(globalOptions).map((flag) => `*:${flag}`),
    // While the line is read only its first word is known.
    ...new Set(
      commands.flatMap((c) => valueFlagsOf(c.options).map((flag) => `${c.name.split(" ")[0]}:${flag}`)),
    ),
  ];
}

function valueCases(): readonly string[] {
  return [
    ...globalOptions.flatMap((option) => valueCase("*", option)),
    ...commands.flatMap((c) => c.options.flatMap((option) => valueCase(c.name, option))),
  ];
}

function valueCase(command: string, option: OptionName): readonly string[] {
  const kind = valueKindOf(option);
  if (kind === undefined) return [];
  const patterns = flagsOf([option]).map((flag) => `${pattern(command)}:${flag}`);
  return [`    ${patterns.join("|")}) ${completeBy(kind)}; return ;;`];
}

function argumentCase({ name, arguments: args }: CommandSpec): readonly string[] {
  const [first, second] = args.map((a) => a.complete);
  if (first === undefined) return [];
  if (second?.kind !== "container") return [`    ${pattern(name)}) ${completeBy(first)} ;;`];
  // `get`: a kind or a container's name, then names of that kind.
  const words = first.kind === "words" ? first.words.join(" ") : "";
  return [
    `    ${name})`,
    `      if [[ \${#operands[@]} -gt 1 ]]; then _hashike_words "$(_hashike_names "\${operands[1]}")"`,
    `      else _hashike_words "${words} $(_hashike_names)"; fi ;;`,
  ];
}

function completeBy(kind: ValueKind): string {
  switch (kind.kind) {
    case "file":
      return "_hashike_files";
    case "words":
      return `_hashike_words "${kind.words.join(" ")}"`;
    case "container":
      return '_hashike_words "$(_hashike_names)"';
    case "free":
      return ":";
  }
}
