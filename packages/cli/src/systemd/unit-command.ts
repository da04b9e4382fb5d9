import { resolve } from "node:path";
import { hasCredentials } from "@hashike/core";
import { type OptionName, type OptionSpec, optionTable, planning, reading } from "../args/command-table.ts";
import type { RawOptions } from "../args/options.ts";
import { usageError } from "../args/usage-error.ts";
import { withoutSecrets } from "../input/address-secrets.ts";
import { schemeOf, stdinAddress } from "../input/load-manifests.ts";
import type { Context } from "../process/context.ts";

/** What an apply and a watch take over from the line that installs them. */
const passedOn = [
  ...(["namespace", "driver", "importModule", "host", "context", "logLevel"] as const),
  ...planning,
  ...reading,
  ...(["concurrency", "s3Endpoint", "s3PathStyle", "headerFile", "trustImages"] as const),
  ...(["secretDir", "identity"] as const),
] as const satisfies readonly OptionName[];
const passedToWatch = ["interval", "lookInterval", "listen"] as const satisfies readonly OptionName[];

/** Options whose value names a file, or may. */
const fileOptions: ReadonlySet<OptionName> = new Set(["headerFile", "secretDir", "identity"]);
const moduleOptions: ReadonlySet<OptionName> = new Set(["driver", "importModule"]);

/**
 * The command line of a unit: node and this very script by their paths, everything else so that it means the same in
 * whichever folder.
 * @throws HashikeError `USAGE` for what cannot stand in a file that everybody may read
 */
export function unitCommand(
  mode: "apply" | "watch",
  addresses: readonly string[],
  raw: RawOptions,
  { cwd }: Context,
): readonly string[] {
  const options = (mode === "watch" ? [...passedOn, ...passedToWatch] : passedOn).flatMap((name) =>
    wordsOf(name, raw[name], cwd),
  );
  const [node, script = ""] = [process.execPath, process.argv[1]];
  return [node, resolve(script), mode, ...addresses.map((a) => absoluteAddress(a, cwd)), ...options];
}

/** `raw` holds only options of this command, so a driver or a log level nobody gave is not in it. */
function wordsOf(name: OptionName, value: unknown, cwd: string): readonly string[] {
  const { long }: OptionSpec = optionTable[name];
  if (value === undefined || value === false) return [];
  if (value === true) return [`--${long}`];
  const values = Array.isArray(value) ? value.map(String) : [String(value)];
  return values.flatMap((text) => {
    refuseSecrets(text);
    const isPath = fileOptions.has(name) || (moduleOptions.has(name) && /^\.{0,2}\//.test(text));
    return [`--${long}`, isPath ? resolve(cwd, text) : text];
  });
}

function absoluteAddress(address: string, cwd: string): string {
  if (address === stdinAddress)
    throw usageError("a service has no standard input to read from", "give a file or an address");
  refuseSecrets(address);
  return schemeOf(address) === "file" && !/^file:/i.test(address) ? resolve(cwd, address) : address;
}

/** A unit is readable for everybody on the machine, and so is the command line of a process. */
function refuseSecrets(text: string): void {
  if (!hasCredentials(text) || /^(ssh|tcp):/i.test(text)) return;
  throw usageError(
    `${withoutSecrets(text)}: credentials would stand in a file that everybody may read`,
    "put them into a file: --header-file for https://, --env-file for S3",
  );
}
