import type { ObservedContainer } from "../../observed/observed-state.ts";
import { decodeRecord } from "./record.ts";

/** The networks that a container was given and is not on: an interrupted apply, or a hand, took them from it. Sorted. */
export function lostNetworks({ record, networks }: ObservedContainer): readonly string[] {
  const applied = record === undefined ? undefined : decodeRecord(record)?.networks;
  if (!Array.isArray(applied)) return [];
  const attached = new Set(networks.map((n) => n.network));
  return applied
    .map(String)
    .filter((name) => !attached.has(name))
    .sort();
}
