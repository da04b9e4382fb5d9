import type { ObservedContainer } from "@hashike/core";

/** What a container is called within its pod: on the engine the names of namespace and pod stand before it. */
export function shortName({ name, specName = name, podName, ownership }: ObservedContainer): string {
  if (ownership.kind !== "owned") return name;
  const prefix = `${ownership.owner.namespace}_${podName ?? ownership.owner.name}_`;
  return specName.startsWith(prefix) ? specName.slice(prefix.length) : specName;
}
