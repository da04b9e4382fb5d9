import {
  type ArgumentSpec,
  type CommandSpec,
  commandTable,
  globalOptions,
  type OptionName,
  type OptionSpec,
  optionTable,
} from "./command-table.ts";
import type { ParsedArgs } from "./parsed-args.ts";

/**
 * Reads command lines as most are, without commander, which takes as long to load as a look at the engine: a command,
 * then whole options and plain arguments. It reads them as commander does.
 * @returns `undefined` for any other line, and for one with a mistake: commander finds the words for it
 */
export function parseUsualArgs([name, ...words]: readonly string[]): ParsedArgs | undefined {
  const spec = commandTable.find((command) => command.name === name);
  // The commands of a group are two words.
  if (spec === undefined || spec.name.includes(" ")) return undefined;
  const known: readonly OptionName[] = [...globalOptions, ...spec.options];
  const args: string[] = [];
  const options: Record<string, unknown> = {};
  const rest = words.values();
  for (const word of rest) {
    if (isPlain(word)) {
      args.push(word);
      continue;
    }
    const option = known.map((key): OptionSpec => optionTable[key]).find((o) => isNameOf(o, word));
    if (option === undefined || unusual.has(option.long)) return undefined;
    const key = camelCase(option.long);
    if (option.value === undefined) {
      options[key] = true;
      continue;
    }
    const { value } = rest.next();
    if (value === undefined || !isPlain(value) || !isAllowed(option, value)) return undefined;
    options[key] = option.repeatable ? [...((options[key] as string[] | undefined) ?? []), value] : value;
  }
  if (!areArguments(spec, args)) return undefined;
  return { kind: "command", command: spec.name, args, options };
}

/** They end the reading, or are read as numbers. */
const unusual: ReadonlySet<string> = new Set(["help", "version", "concurrency", "tail"]);

/** `-` is standard input. */
function isPlain(word: string): boolean {
  return word === "-" || !word.startsWith("-");
}

function isNameOf({ long, short }: OptionSpec, word: string): boolean {
  return word === `--${long}` || (short !== undefined && word === `-${short}`);
}

function isAllowed({ value }: OptionSpec, text: string): boolean {
  return value?.complete.kind !== "words" || value.complete.words.includes(text);
}

function areArguments({ arguments: specs }: CommandSpec, args: readonly string[]): boolean {
  const required = specs.filter((spec) => spec.required);
  const isOpen = specs.some((spec: ArgumentSpec) => spec.variadic);
  const hasChoice = required.some((spec) => spec.complete.kind === "words");
  return !hasChoice && args.length >= required.length && (isOpen || args.length <= specs.length);
}

function camelCase(long: string): string {
  return long.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
