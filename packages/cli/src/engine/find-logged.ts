import type { ObservedContainer } from "@hashike/core";
import { notFound } from "../args/not-found.ts";
import { isOurs, matchesOwner, parseOwnerRef } from "../args/owner-ref.ts";

/**
 * The containers whose logs a name asks for: the one of that name, or all of the owner of that name, init
 * containers first, in the order they ran.
 * @throws HashikeError when nothing of Hashike's is called so
 */
export function findLogged(
  name: string,
  all: readonly ObservedContainer[],
  namespace: string | undefined,
): readonly ObservedContainer[] {
  const ours = all.filter((c) => isOurs(c.ownership, namespace) && c.role !== "helper");
  const exact = ours.filter((c) => c.name === name);
  if (exact.length > 0) return exact;
  const ref = parseOwnerRef(name, namespace);
  const owned = ours.filter((c) => c.ownership.kind === "owned" && matchesOwner(c.ownership.owner, ref));
  if (owned.length === 0)
    throw notFound(
      "container or owner",
      name,
      ours.map((c) => c.name),
    );
  return [...owned].sort((a, b) => a.createdAtSeconds - b.createdAtSeconds || (a.name < b.name ? -1 : 1));
}
