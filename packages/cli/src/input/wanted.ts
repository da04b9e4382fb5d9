import { statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type DesiredState, type Driver, type ManifestText, spansApplies } from "@hashike/core";
import { kindsFor } from "../modules/kinds-for.ts";
import type { Context } from "../process/context.ts";
import { type DesiredOptions, desiredOf, toManifests } from "./desired.ts";
import { schemeOf, stdinAddress } from "./load-manifests.ts";

/** What manifests ask for, on the engine of a driver. */
export type Wanted = (driver: Driver) => Promise<DesiredState>;

/**
 * What some texts ask for. Where their objects are seen together with those of earlier applies, the engine is asked for
 * these first, each time.
 * @param addresses what was read to get the texts
 * @throws HashikeError `MANIFEST_INVALID`, `MANIFEST_EMPTY`; what can only be told with an engine, when that is asked
 */
export async function wantedBy(
  texts: readonly ManifestText[],
  addresses: readonly string[],
  context: Context,
  options: DesiredOptions,
): Promise<Wanted> {
  const kinds = await kindsFor(texts, options.kinds);
  const manifests = toManifests(texts, context, kinds);
  if (!spansApplies(manifests, kinds)) {
    const desired = await desiredOf(manifests, context, { ...options, kinds });
    return async () => desired;
  }
  const read = placesRead(addresses, context);
  return async (driver) => {
    const noted = await driver.objects?.({ signal: context.signal });
    return desiredOf(manifests, context, { ...options, kinds, noted, read });
  };
}

/** The addresses as sources of objects begin: see `BuildOptions.read`. */
export function placesRead(
  addresses: readonly string[],
  { cwd, options: { recursive } }: Pick<Context, "cwd" | "options">,
): readonly string[] {
  return addresses.flatMap((address) => {
    if (address === stdinAddress) return [];
    // All below a prefix is read.
    if (schemeOf(address) !== "file") return [address.endsWith("/") ? `${address}**` : address];
    const path = resolve(cwd, /^file:/i.test(address) ? fileURLToPath(address) : address);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    return [`${path}/${recursive ? "**" : ""}`];
  });
}
