import type { Driver, Manifest, SourceReading, WatchOptions } from "@hashike/core";
import { isHashikeError, spansApplies, withProbeSecrets } from "@hashike/core";
import { usageError } from "../args/usage-error.ts";
import { builtInSources } from "../input/built-in-sources.ts";
import { desiredOf, toManifests } from "../input/desired.ts";
import { loadManifests, stdinAddress } from "../input/load-manifests.ts";
import { outsideValues } from "../input/outside-values.ts";
import { placesRead } from "../input/wanted.ts";
import type { Extensions } from "../modules/extensions.ts";
import { kindsFor } from "../modules/kinds-for.ts";
import type { Context } from "../process/context.ts";
import { exitCode, exitCodeOf } from "../process/exit-codes.ts";

export interface RepeatedReadOptions {
  readonly addresses: readonly string[];
  readonly context: Context;
  readonly extensions: Extensions;
  readonly networks: readonly string[];
  readonly driver: Driver;
  /** Called with what no further read can cure: an address that no source reads, … */
  readonly onHopeless: (error: unknown) => void;
}

interface Reading {
  readonly content: string;
  readonly manifests: readonly Manifest[];
  /** Whether values or objects are looked up that may change while the manifests do not. */
  readonly asksOutside: boolean;
  /** What is wanted, with fingerprints of all values. */
  readonly wanted: string;
}

/**
 * Reads the same addresses again and again. Sources stay, for they remember what they read: an object in S3 or on a web
 * server that has not changed costs one conditional request. Files are compared by their content, and so are values
 * that manifests name only.
 * @throws HashikeError `USAGE` for standard input, which ends
 */
export function repeatedRead(options: RepeatedReadOptions): WatchOptions["read"] {
  const { addresses, context, extensions, networks, driver, onHopeless } = options;
  if (addresses.includes(stdinAddress)) {
    throw usageError(
      "standard input cannot be read again",
      "give a file or an address, or use `hashike apply -`",
    );
  }
  const sources = [...extensions.sources, ...builtInSources(context)];
  let before: Reading | undefined;

  async function read(signal: AbortSignal): Promise<SourceReading> {
    const texts = await loadManifests(addresses, { sources, stdin: context.stdin, signal });
    const content = JSON.stringify(texts);
    const same = before?.content === content ? before : undefined;
    if (same?.asksOutside === false) return { kind: "unchanged" };
    context.texts.clear();
    for (const { file, text } of texts) context.texts.set(file, text);
    const kinds = await kindsFor(texts, extensions.kinds);
    const manifests = same?.manifests ?? toManifests(texts, context, kinds);
    const readValue = outsideValues(context);
    const spans = spansApplies(manifests, kinds);
    let asksOutside = spans;
    const found = await desiredOf(manifests, context, {
      kinds,
      networks,
      ...(spans ? { noted: await driver.objects?.({ signal }), read: placesRead(addresses, context) } : {}),
      outsideValue: (request) => {
        asksOutside = true;
        return readValue(request);
      },
    });
    const { containers, objects, vanished } = found;
    const wanted = JSON.stringify([containers, objects, vanished]);
    if (same?.wanted === wanted) return { kind: "unchanged" };
    const desired = await withProbeSecrets(found, driver, signal);
    // Only now: a text with mistakes must be told again, not taken for what is in force.
    before = { content, manifests, asksOutside, wanted };
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
