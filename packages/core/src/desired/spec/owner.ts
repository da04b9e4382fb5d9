/** The applied object that owns what was created for it. Two owners never touch each other's containers. */
export interface Owner {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `kind/namespace/name`: how an owner is written in output and used as a key. */
export function ownerKey(owner: Owner): string {
  return `${owner.kind}/${owner.namespace}/${owner.name}`;
}

/** As their keys being equal, without making them. */
export function isSameOwner(a: Owner, b: Owner): boolean {
  return a === b || (a.kind === b.kind && a.namespace === b.namespace && a.name === b.name);
}
