import type { ErrorData } from "@hashike/core";
import {
  commandTable,
  globalOptions,
  type OptionName,
  type OptionSpec,
  optionTable,
} from "../args/command-table.ts";
import type { RawOptions } from "../args/options.ts";
import { withoutSecrets } from "../input/address-secrets.ts";

/** Of an apply, what only says how it is reported. */
const telling: ReadonlySet<OptionName> = new Set([
  "quiet",
  "logLevel",
  "color",
  "output",
  "verbose",
  "dryRun",
]);

/** What a refusal by a guard says to do, with the command that does what was asked for all the same. */
export function withGoOn(error: ErrorData, addresses: readonly string[], raw: RawOptions): ErrorData {
  if (error.code !== "PLAN_GUARDED") return error;
  const command = goOnCommand(addresses, raw);
  return { ...error, hint: `check the manifest; if that is what you want, run \`${command}\`` };
}

/** Also of a plan or a watch: it is to be said once, not for ever. */
function goOnCommand(addresses: readonly string[], raw: RawOptions): string {
  const apply = commandTable.find(({ name }) => name === "apply")?.options ?? [];
  const kept = [...globalOptions, ...apply].filter(
    // The files of --filename are among the addresses.
    (name) => name !== "allowDestroy" && name !== "filename" && !telling.has(name),
  );
  const options = kept.flatMap((name) => wordsOf(name, raw[name]));
  const words = ["hashike", "apply", "--allow-destroy", ...options, ...addresses];
  return words.map((word) => shellWord(withoutSecrets(word))).join(" ");
}

function wordsOf(name: OptionName, value: unknown): readonly string[] {
  const { long }: OptionSpec = optionTable[name];
  if (value === undefined || value === false) return [];
  if (value === true) return [`--${long}`];
  return (Array.isArray(value) ? value : [value]).flatMap((text) => [`--${long}`, String(text)]);
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
