import type { AppliedObject, Owner, World } from "@hashike/core/kinds";
import { slotNames } from "../workload/slot-names.ts";
import { type StatefulSet, statefulSetName } from "../workload/stateful-set-schema.ts";
import { claimKindName, type PersistentVolumeClaim } from "./claim-schema.ts";

/** A claim that is applied, or that a StatefulSet has for one of its pods. */
export interface Claim extends Pick<AppliedObject<PersistentVolumeClaim>, "owner" | "source"> {
  readonly spec: PersistentVolumeClaim["spec"];
  /** Whose its data is. */
  readonly volumeOwner: Owner;
}

/** All claims: one that is applied under the name that a pod's would have is that pod's. */
export function claimsIn({ objects }: World): readonly Claim[] {
  const applied = objects.flatMap((object): readonly Claim[] => {
    if (object.owner.kind !== claimKindName.kind) return [];
    return [appliedClaim(object as AppliedObject<PersistentVolumeClaim>)];
  });
  const isApplied = ({ owner: { namespace, name } }: Claim) =>
    applied.some(({ owner }) => owner.namespace === namespace && owner.name === name);
  const ofPods = objects.flatMap((object) =>
    object.owner.kind === statefulSetName.kind ? claimsOfPods(object as AppliedObject<StatefulSet>) : [],
  );
  return [...applied, ...ofPods.filter((claim) => !isApplied(claim))];
}

export function appliedClaim({ owner, source, value }: AppliedObject<PersistentVolumeClaim>): Claim {
  return { owner, source, spec: value.spec, volumeOwner: owner };
}

function claimsOfPods({ owner, source, value }: AppliedObject<StatefulSet>): readonly Claim[] {
  const { replicas = 1, ordinals, volumeClaimTemplates = [] } = value.spec;
  return slotNames(owner.name, replicas, ordinals?.start).flatMap((pod) =>
    volumeClaimTemplates.map(({ metadata, spec }) => ({
      owner: { ...owner, kind: claimKindName.kind, name: claimNameOf(metadata.name, pod) },
      source,
      spec,
      volumeOwner: owner,
    })),
  );
}

/** What a pod's own claim is called. */
export function claimNameOf(template: string, pod: string): string {
  return `${template}-${pod}`;
}
