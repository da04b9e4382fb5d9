import type { ContainerSpec } from "../../desired/desired-state.ts";
import type { ObservedContainer, PublishedPort } from "../../observed/observed-state.ts";
import { decodeRecord, recordedPorts } from "../compare/record.ts";
import { conflictingHolders, holdersBy } from "./host-ports.ts";

/** A host port that one container has, or gets back when it is started again, and another one is to have. */
export interface PassedPort {
  /** Names in the manifest. */
  readonly giver: string;
  readonly taker: string;
  readonly hostPort: number;
}

/** The host ports that a container holds, or takes when it is started again: one that is down holds none. */
export function portsToReturnTo({ publishedPorts, record }: ObservedContainer): readonly PublishedPort[] {
  if (publishedPorts.length > 0) return publishedPorts;
  // A record without ports does not have the word; most are, and need not be read.
  if (record?.includes('"ports"') !== true) return [];
  return recordedPorts(decodeRecord(record));
}

/** @param current by the name in the manifest. An init container that has ended has no port to give. */
export function findPassedPorts(
  specs: readonly ContainerSpec[],
  current: ReadonlyMap<string, ObservedContainer>,
): readonly PassedPort[] {
  const takers = specs.filter((spec) => spec.ports.length > 0);
  if (takers.length === 0) return [];
  const names = new Map<ObservedContainer, string>();
  for (const { name, role } of specs) {
    const container = role === "init" ? undefined : current.get(name);
    if (container !== undefined) names.set(container, name);
  }
  const holders = holdersBy(names.keys(), portsToReturnTo);
  if (holders.size === 0) return [];
  return takers.flatMap((taker) =>
    [...conflictingHolders(holders, taker.ports)].flatMap(([container, { hostPort }]) => {
      const giver = names.get(container) ?? taker.name;
      return giver === taker.name ? [] : [{ giver, taker: taker.name, hostPort }];
    }),
  );
}
