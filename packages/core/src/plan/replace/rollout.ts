import type { ContainerSpec, MountSpec, SharedMountSpec } from "../../desired/desired-state.ts";
import type { EngineFacts, ObservedContainer } from "../../observed/observed-state.ts";
import { claimedPorts, portsClash } from "../claims/host-ports.ts";
import { fixedAddresses, hasAddress } from "../compare/attachment-changes.ts";
import { decodeRecord } from "../compare/record.ts";
import { mountsSame } from "../compare/recorded-mounts.ts";
import { isUp } from "../containers/container-actions.ts";
import type { Rollout } from "../plan-types.ts";
import { handedOn } from "./anonymous-volumes.ts";

export interface RolloutFacts {
  /** A host port of the old one that another container is to have, when there is one. */
  readonly passedPort: number | undefined;
  /** Why the new one cannot run while the old one has its host ports; `undefined` where it can. */
  readonly cannotPark: string | undefined;
  /** Whether any network of the new one publishes host ports, as far as is known. */
  readonly publishesPorts: boolean;
}

/** @returns why a container on this engine cannot run without its host ports; `undefined` where it can */
export function whyNotPark({ claimsPortsAtStart, cannotPark }: EngineFacts): string | undefined {
  return claimsPortsAtStart === true ? "this engine takes host ports at the start" : cannotPark;
}

/**
 * How a container is put in the place of another one: with the least outage that is safe. Never may two write the
 * same data, unless the manifest says that they can.
 */
export function chooseRollout(spec: ContainerSpec, old: ObservedContainer, facts: RolloutFacts): Rollout {
  const inPlace = stopFirstReason(spec, old, facts.passedPort);
  if (inPlace !== undefined) return { rung: "stop-first", ...(inPlace === "" ? {} : { reason: inPlace }) };
  const port = facts.publishesPorts ? sharedPort(spec, old) : undefined;
  if (port === undefined) return { rung: "side-by-side" };
  const both = `both use host port ${port}`;
  if (!spec.update.mayTakeOverPorts)
    return { rung: "stop-first", reason: `${both}, and strategy.staging is none` };
  if (facts.cannotPark !== undefined)
    return { rung: "stop-first", reason: `${both}, and ${facts.cannotPark}` };
  return { rung: "switch", reason: both };
}

/** @returns undefined when both may run at once; empty when there is nothing to say about it */
function stopFirstReason(
  spec: ContainerSpec,
  old: ObservedContainer,
  passedPort: number | undefined,
): string | undefined {
  if (!isUp(old)) return "";
  // An engine does not rename it while it waits for its next start, which may be a minute away; and it serves nobody.
  if (old.state === "restarting") return "the old one restarts again and again";
  if (spec.update.strategy === "Recreate") return "strategy.type is Recreate";
  if (spec.update.stopFirst !== undefined) return spec.update.stopFirst;
  if (spec.security.privileged === true) return "a privileged container may use the host's devices";
  if (passedPort !== undefined) return `its host port ${passedPort} passes to another container`;
  const shared = fixedAddresses(spec, spec.networks).find((fixed) => hasAddress(old, fixed));
  if (shared !== undefined) return `both have the address ${shared.address}`;
  const record = old.record === undefined ? undefined : decodeRecord(old.record);
  if (record === undefined) return "what the old one writes to is not known";
  if (spec.hostNetwork === true || record.hostNetwork === true)
    return "a container on the host's network may hold its ports";
  const mount = spec.mounts.filter(isExclusive).find((m) => mountsSame(record, m));
  if (mount !== undefined) return `${nameOf(mount)} is written to by both`;
  const [volume] = handedOn(spec, old);
  return volume === undefined ? undefined : `the volume of ${volume.target} is written to by both`;
}

/** Whether only one container may have it at a time, as it writes to it. */
export function isExclusive(mount: MountSpec): mount is SharedMountSpec {
  if (mount.type !== "volume" && mount.type !== "hostPath") return false;
  return !mount.readOnly && mount.shareable !== true;
}

function nameOf(mount: SharedMountSpec): string {
  return mount.type === "volume" ? `volume ${mount.volume}` : `host path ${mount.path}`;
}

function sharedPort(spec: ContainerSpec, old: ObservedContainer): number | undefined {
  return spec.ports.find((wanted) => claimedPorts(old).some((held) => portsClash(held, wanted)))?.hostPort;
}
