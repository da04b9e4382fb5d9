import type { ObservedContainer } from "@hashike/core";
import { notFound } from "../args/not-found.ts";
import { isOurs, matchesOwner, type OwnerRef } from "../args/owner-ref.ts";
import { podOwner } from "./pods.ts";
import { shortName } from "./short-name.ts";

/** Whose logs are asked for. */
export interface LoggedWords {
  /** As the user wrote it. */
  readonly name: string;
  /** The same as an owner. */
  readonly ref: OwnerRef;
  /** One container of the owner, by its name on the engine or in its pod. */
  readonly container?: string | undefined;
}

/**
 * The containers whose logs a name asks for: the one of that name, or those of the owner of that name, init
 * containers first, in the order they ran.
 * @throws HashikeError when nothing of Hashike's is called so
 */
export function findLogged(
  { name, ref, container }: LoggedWords,
  all: readonly ObservedContainer[],
  namespace: string | undefined,
): readonly ObservedContainer[] {
  const ours = all.filter((c) => isOurs(c.ownership, namespace) && c.role !== "helper");
  const exact = container === undefined ? ours.filter((c) => c.name === name) : [];
  if (exact.length > 0) return exact;
  const owned = ours.filter(
    // A sandbox says nothing.
    (c) => c.role !== "sandbox" && isMeant(c, ref),
  );
  if (owned.length === 0)
    throw notFound(
      "container or owner",
      name,
      ours.map((c) => c.name),
    );
  const chosen = owned.filter((c) => container === undefined || [c.name, shortName(c)].includes(container));
  if (chosen.length === 0)
    throw notFound(`container in ${name} called`, container ?? "", owned.map(shortName));
  return [...chosen].sort((a, b) => a.createdAtSeconds - b.createdAtSeconds || (a.name < b.name ? -1 : 1));
}

/** By the name of its owner, or of its pod. */
function isMeant({ ownership, podName }: ObservedContainer, ref: OwnerRef): boolean {
  if (ownership.kind !== "owned") return false;
  const { owner } = ownership;
  return matchesOwner(owner, ref) || (podName !== undefined && matchesOwner(podOwner(owner, podName), ref));
}
