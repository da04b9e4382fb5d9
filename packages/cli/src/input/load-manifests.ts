import type { ManifestText, Source } from "@hashike/core";
import { HashikeError } from "@hashike/core";
import { usageError } from "../args/usage-error.ts";
import type { Streams } from "../process/streams.ts";
import { withoutSecrets } from "./address-secrets.ts";
import { readStdin } from "./read-stdin.ts";

/** The address, and the name in messages, of standard input. */
export const stdinAddress = "-";

export interface LoadManifestsOptions {
  readonly sources: readonly Source[];
  readonly stdin: () => Streams["stdin"];
  readonly signal: AbortSignal;
}

/**
 * Reads every address, in the order given.
 * @param addresses paths, folders, `-`, or what a source's scheme stands before
 * @throws HashikeError `SOURCE_…`, or `USAGE` when standard input is named twice
 */
export async function loadManifests(
  addresses: readonly string[],
  { sources, stdin, signal }: LoadManifestsOptions,
): Promise<readonly ManifestText[]> {
  if (addresses.filter((a) => a === stdinAddress).length > 1) {
    throw usageError("standard input can be read only once", "write `-` once");
  }
  const texts: ManifestText[] = [];
  for (const address of addresses) {
    if (address === stdinAddress) texts.push({ file: stdinAddress, text: await readStdin(stdin(), signal) });
    else texts.push(...(await sourceFor(address, sources).read(address, { signal })));
  }
  return texts;
}

/** The scheme of an address, in lower case; `file` for a path. One letter is a drive of Windows. */
export function schemeOf(address: string): string {
  return /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1]?.toLowerCase() ?? "file";
}

function sourceFor(address: string, sources: readonly Source[]): Source {
  const scheme = schemeOf(address);
  const source = sources.find((s) => s.schemes.includes(scheme));
  if (source !== undefined) return source;
  const known = [...new Set(sources.flatMap((s) => s.schemes))].sort().map((s) => `${s}:`);
  throw new HashikeError(
    "SOURCE_SCHEME_UNSUPPORTED",
    `${withoutSecrets(address)}: no source reads ${scheme}: addresses`,
    {
      hint: `known are paths, - and ${known.join(", ")}; load further sources with --import-module`,
    },
  );
}
