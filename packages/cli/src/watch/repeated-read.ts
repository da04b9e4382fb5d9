import type { SourceReading, WatchOptions } from "@hashike/core";
import { isHashikeError } from "@hashike/core";
import { usageError } from "../args/usage-error.ts";
import { builtInSources } from "../input/built-in-sources.ts";
import { toDesiredState } from "../input/desired.ts";
import { loadManifests, stdinAddress } from "../input/load-manifests.ts";
import type { Extensions } from "../modules/extensions.ts";
import type { Context } from "../process/context.ts";
import { exitCode, exitCodeOf } from "../process/exit-codes.ts";

export interface RepeatedReadOptions {
  readonly addresses: readonly string[];
  readonly context: Context;
  readonly extensions: Extensions;
  readonly networks: readonly string[];
  /** Called with what no further read can cure: an address that no source reads, … */
  readonly onHopeless: (error: unknown) => void;
}

/**
 * Reads the same addresses again and again. Sources stay, for they remember what they read: an object in S3 or on a web
 * server that has not changed costs one conditional request. Files are compared by their content.
 * @throws HashikeError `USAGE` for standard input, which ends
 */
export function repeatedRead(options: RepeatedReadOptions): WatchOptions["read"] {
  const { addresses, context, extensions, networks, onHopeless } = options;
  if (addresses.includes(stdinAddress)) {
    throw usageError(
      "standard input cannot be read again",
      "give a file or an address, or use `hashike apply -`",
    );
  }
  const sources = [...extensions.sources, ...builtInSources(context)];
  let before: string | undefined;

  async function read(signal: AbortSignal): Promise<SourceReading> {
    const texts = await loadManifests(addresses, { sources, stdin: context.stdin, signal });
    const content = JSON.stringify(texts);
    if (content === before) return { kind: "unchanged" };
    context.texts.clear();
    for (const { file, text } of texts) context.texts.set(file, text);
    const desired = toDesiredState(texts, context, { kinds: extensions.kinds, networks });
    // Only now: a text with mistakes must be told again, not taken for what is in force.
    before = content;
    return { kind: "desired", desired };
  }

  return async ({ signal }) => {
    try {
      return await read(signal);
    } catch (error) {
      if (isHashikeError(error) && exitCodeOf(error.code) === exitCode.usage) onHopeless(error);
      throw error;
    }
  };
}
