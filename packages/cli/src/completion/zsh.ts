import {
  type CommandSpec,
  commandTable,
  globalOptions,
  type OptionName,
  type OptionSpec,
  optionTable,
  type ValueKind,
} from "../command-table.ts";
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
${commands.map((c) => `    ${quote(`${c.name}:${messages.commands[c.name].summary}`)}`).join("\n")}
  )
  _describe command commands
}

_hashike() {
  local curcontext="$curcontext" state
  local -a _hashike_line=("\${words[@]}")
  _arguments -C \\
${optionSpecs([...globalOptions, "version"], messages)}
    '1: :_hashike_commands' \\
    '*:: :->arguments'
  [[ $state == arguments ]] || return
  case $words[1] in
${commands.map((c) => commandCase(c, messages)).join("\n")}
    help) _hashike_commands ;;
  esac
}

compdef _hashike hashike
# When it is autoloaded from a file, the first call comes while it is being defined.
if [[ $funcstack[1] == _hashike ]]; then _hashike "$@"; fi
`;
}

function commandCase(command: CommandSpec, messages: Messages): string {
  const [first, ...rest] = command.arguments;
  const action =
    rest.length > 0 ? "_hashike_get" : first === undefined ? undefined : actionOf(first.complete);
  const operands = action === undefined ? "" : `    '*: :${action}'\n`;
  return `    ${command.name}) _arguments \\\n${optionSpecs([...command.options, ...globalOptions], messages)}\n${operands}    ;;`;
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
