import { InvalidArgumentError, Option } from "commander";
import { type OptionName, type OptionSpec, optionTable } from "./command-table.ts";

const fromZero: ReadonlySet<OptionName> = new Set(["tail", "imageRetention", "keptImages"]);
const fromOne: ReadonlySet<OptionName> = new Set(["concurrency"]);

/** An option of the command table in commander's terms. */
export function commanderOption(name: OptionName): Option {
  const { long, short, value, repeatable }: OptionSpec = optionTable[name];
  const flags = `${short === undefined ? "" : `-${short}, `}--${long}${value === undefined ? "" : ` <${value.name}>`}`;
  const option = new Option(flags);
  if (value?.complete.kind === "words") option.choices(value.complete.words);
  if (repeatable)
    option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
  if (fromZero.has(name)) option.argParser((text) => readCount(text, 0));
  if (fromOne.has(name)) option.argParser((text) => readCount(text, 1));
  return option;
}

function readCount(text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
}
