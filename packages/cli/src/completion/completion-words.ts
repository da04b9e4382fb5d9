import { type OptionName, type OptionSpec, optionTable, type ValueKind } from "../args/command-table.ts";

/** Options that say which engine and which part of it: names to complete must come from the same. */
export const connectionOptions = [
  "namespace",
  "driver",
  "importModule",
  "host",
  "context",
] as const satisfies readonly OptionName[];

/** As typed, the short ones first: `-n --namespace`. */
export function flagsOf(names: readonly OptionName[]): readonly string[] {
  return names.flatMap((name) => {
    const { long, short }: OptionSpec = optionTable[name];
    return [...(short === undefined ? [] : [`-${short}`]), `--${long}`];
  });
}

/** The flags of those that take a value. */
export function valueFlagsOf(names: readonly OptionName[]): readonly string[] {
  return flagsOf(names.filter((name) => valueKindOf(name) !== undefined));
}

export function valueKindOf(name: OptionName): ValueKind | undefined {
  const { value }: OptionSpec = optionTable[name];
  return value?.complete;
}
