import type { ObservedState, Owner, Ownership } from "@hashike/core";
import { ownerKey } from "@hashike/core";

/** An owner as a user names it: any part that was not given fits all. */
export interface OwnerRef {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
}

/** `hashike/rest-api`: how owners are written for people. */
export function ownerWords(owner: Owner): string {
  return `${owner.kind.toLowerCase()}/${owner.name}`;
}

/** `rest-api`, `hashike/rest-api`, or in full as plans write it, `Hashike/my-project/rest-api`. */
export function parseOwnerRef(text: string, namespace: string | undefined): OwnerRef {
  const given = namespace === undefined ? {} : { namespace };
  const [first = "", second, third] = text.split("/");
  if (second === undefined) return { ...given, name: first };
  if (third === undefined) return { ...given, kind: first, name: second };
  return { kind: first, namespace: second, name: third };
}

/** Kinds are matched without regard to case, as kubectl does. */
export function matchesOwner(owner: Owner, ref: OwnerRef): boolean {
  return (
    owner.name === ref.name &&
    (ref.kind === undefined || owner.kind.toLowerCase() === ref.kind.toLowerCase()) &&
    (ref.namespace === undefined || owner.namespace === ref.namespace)
  );
}

/** Everyone who owns something on the engine, each once, sorted. */
export function ownersIn(observed: ObservedState): readonly Owner[] {
  const owners = new Map<string, Owner>();
  for (const { ownership } of [...observed.containers, ...observed.volumes]) {
    if (ownership.kind === "owned") owners.set(ownerKey(ownership.owner), ownership.owner);
  }
  for (const { owner } of observed.objects ?? []) owners.set(ownerKey(owner), owner);
  return [...owners].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, owner]) => owner);
}

/** Whether something is Hashike's, and of the namespace that was asked for. */
export function isOurs(ownership: Ownership, namespace: string | undefined): boolean {
  if (ownership.kind === "foreign") return false;
  if (namespace === undefined) return true;
  return ownership.kind === "owned" && ownership.owner.namespace === namespace;
}
