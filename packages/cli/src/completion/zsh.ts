import {
  type CommandSpec,
  commandTable,
  type GroupName,
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

/** A completion script for zsh, with descriptions in the user's language. */
export function zshCompletion(messages: Messages): string {
  return `#compdef hashike
# zsh completion for hashike. Load it after compinit with: eval "$(hashike completion zsh)"

# What the line says so far about which engine to ask: names must come from the same one.
_hashike_names() {
  local -a connection names
  local -i i
  for ((i = 2; i < $#_hashike_line; i++)); do
    case $_hashike_line[i] in
      ${valueFlagsOf(connectionOptions).join("|")}) connection+=("$_hashike_line[i]" "$_hashike_line[i+1]"); ((i++)) ;;
    esac
  done
  names=(\${(f)"$($_hashike_line[1] get "$@" -o name --log-level error $connection 2>/dev/null)"})
  compadd -a names
}

_hashike_get() {
  if ((CURRENT > 2)) && [[ $words[2] != -* ]]; then
    _hashike_names $words[2]
  else
    compadd ${words("get")}
    _hashike_names
  fi
}

_hashike_commands() {
  local -a commands=(
${described(undefined, messages)}
  )
  _describe command commands
}
${groupNames.map((group) => groupFunctions(group, messages)).join("")}
_hashike() {
  local curcontext="$curcontext" state
  local -a _hashike_line=("\${words[@]}")
  _arguments -C \\
${optionSpecs([...globalOptions, "version"], messages)}
    '1: :_hashike_commands' \\
    '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $words[1] in
${inGroup(undefined)
  .map((c) => commandCase(c.name, c, messages))
  .join("\n")}
${groupNames.map((group) => `    ${group}) _hashike_${group} ;;`).join("\n")}
    help) _hashike_commands ;;
  esac
}

compdef _hashike hashike
# When it is autoloaded from a file, the first call comes while it is being defined.
if [[ $funcstack[1] == _hashike ]]; then _hashike "$@"; fi
`;
}

/** A group of commands completes as the program does, one word further on. */
function groupFunctions(group: GroupName, messages: Messages): string {
  return `
_hashike_${group}_commands() {
  local -a commands=(
${described(group, messages)}
  )
  _describe command commands
}

_hashike_${group}() {
  local curcontext="$curcontext" state
  _arguments -C \\
${optionSpecs(globalOptions, messages)}
    '1: :_hashike_${group}_commands' \\
    '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $words[1] in
${inGroup(group)
  .map((c) => commandCase(c.name.slice(group.length + 1), c, messages))
  .join("\n")}
  esac
}
`;
}

/** The commands of a group, or those of none. */
function inGroup(group: GroupName | undefined): typeof commands {
  return commands.filter((c) =>
    group === undefined ? !c.name.includes(" ") : c.name.startsWith(`${group} `),
  );
}

/** Lines `'word:what it does'`. */
function described(group: GroupName | undefined, messages: Messages): string {
  const own = inGroup(group).map((c) => `${c.name.split(" ").at(-1)}:${messages.commands[c.name].summary}`);
  const groups = group === undefined ? groupNames.map((name) => `${name}:${messages.groups[name]}`) : [];
  return [...own, ...groups].map((line) => `    ${quote(line)}`).join("\n");
}

function commandCase(word: string, command: CommandSpec, messages: Messages): string {
  const [first, second] = command.arguments;
  const action =
    second?.complete.kind === "container"
      ? "_hashike_get"
      : first === undefined
        ? undefined
        : actionOf(first.complete);
  const operands = action === undefined ? "" : `    '*: :${action}'\n`;
  return `    ${word}) _arguments \\\n${optionSpecs([...command.options, ...globalOptions], messages)}\n${operands}    ;;`;
}

/** One line for each option, each with a backslash at its end. */
function optionSpecs(options: readonly OptionName[], messages: Messages): string {
  return options.map((name) => `    ${optionSpec(name, messages)} \\`).join("\n");
}

function optionSpec(name: OptionName, messages: Messages): string {
  const { long, short, value, repeatable }: OptionSpec = optionTable[name];
  const text = messages.options[name].replace(/[[\]:\\]/g, "\\$&");
  const argument =
    value === undefined ? "" : `:${value.name.replaceAll(":", "\\:")}:${actionOf(value.complete)}`;
  const tail = quote(`[${text}]${argument}`);
  if (repeatable) return `'*'--${long}${tail}`;
  if (short === undefined) return `--${long}${tail}`;
  return `'(-${short} --${long})'{-${short},--${long}}${tail}`;
}

function actionOf(kind: ValueKind): string {
  switch (kind.kind) {
    case "file":
      return "_files";
    case "words":
      return `(${kind.words.join(" ")})`;
    case "container":
      return "_hashike_names";
    case "free":
      return " ";
  }
}

function words(name: string): string {
  const kind = commands.find((c) => c.name === name)?.arguments[0]?.complete;
  return kind?.kind === "words" ? kind.words.join(" ") : "";
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
