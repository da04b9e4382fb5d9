import type { AttachmentSpec } from "../../desired/desired-state.ts";
import { parkName } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { appliedAttachment } from "../compare/attachment-changes.ts";
import { lostNetworks } from "../compare/lost-networks.ts";
import type { NetworksPart } from "../resources/plan-networks.ts";
import type { Action } from "../steps/action.ts";
import {
  connectContainer,
  disconnectContainer,
  idsOf,
  switchContainer,
  ungrouped,
} from "../steps/make-action.ts";
import { isUp, refOf } from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";

/** Where an interrupted apply, or a hand, left a container. */
export interface Misplaced {
  /** Its own networks that it is not on, and that exist. */
  readonly lost: readonly string[];
  /** The parks that it is on: there, it has no host ports. */
  readonly parks: readonly string[];
}

export function misplaced(container: ObservedContainer, { onEngine }: NetworksPart): Misplaced {
  const isThere = (network: string) => onEngine.some(({ name }) => name === network);
  return { lost: lostNetworks(container).filter(isThere), parks: parksOf(container, onEngine) };
}

export function parksOf(
  { networks }: ObservedContainer,
  onEngine: NetworksPart["onEngine"],
): readonly string[] {
  return onEngine
    .filter(({ name, isPark }) => isPark && networks.some(({ network }) => network === name))
    .map(({ name }) => name)
    .sort();
}

export function isWellPlaced({ lost, parks }: Misplaced): boolean {
  return lost.length + parks.length === 0;
}

/**
 * Puts a container back on its networks and takes it off parks, which gives it its host ports again.
 * @param suffix tells these actions from others on the same container and network
 */
export function putBack(
  change: Pick<ContainerChange, "spec" | "target" | "cause">,
  container: ObservedContainer,
  { lost, parks }: Misplaced,
  suffix = ":back",
): readonly Action[] {
  const { spec } = change;
  const base = ungrouped(change);
  const ref = refOf(container);
  const joins = lost.map((network) =>
    connectContainer(base, {
      suffix: `:${network}${suffix}`,
      container: ref,
      network,
      ...attachmentField(appliedAttachment(container, network)),
    }),
  );
  const own = parkName(spec.name);
  // It has its host ports back only from its own park; and one that does not run claims none.
  const [claims, leaves] = [
    parks.filter((p) => p === own && isUp(container)),
    parks.filter((p) => p !== own || !isUp(container)),
  ];
  const left = leaves.map((network) =>
    disconnectContainer(base, {
      suffix: `:${network}${suffix}`,
      dependsOn: idsOf(joins),
      container: ref,
      network,
    }),
  );
  const before = [...joins, ...left];
  const claimed = claims.map((park) =>
    switchContainer(base, { suffix: ":back", dependsOn: idsOf(before), container: ref, park }),
  );
  return [...before, ...claimed];
}

/** Left out when there is nothing to say. */
export function attachmentField(attachment: AttachmentSpec = {}): { readonly attachment?: AttachmentSpec } {
  return Object.keys(attachment).length === 0 ? {} : { attachment };
}
