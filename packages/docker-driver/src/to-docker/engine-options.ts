import type { ContainerSpec } from "@hashike/core";

/**
 * Options of which the engine takes another value while a container runs. `BlkioWeight` is not listed: an engine does not
 * tell whether its kernel drops it.
 * Source: Docker Engine API v1.41, ContainerUpdate.
 */
export const updatableOptionNames = ["CpusetCpus", "CpusetMems"] as const;

export type UpdatableOptions = { readonly [Name in (typeof updatableOptionNames)[number]]?: unknown };

/** Those of a container's options that can be changed while it runs. */
export function updatableOptions(options: ContainerSpec["engineOptions"] = {}): UpdatableOptions {
  return Object.fromEntries(
    updatableOptionNames.flatMap((name) => (Object.hasOwn(options, name) ? [[name, options[name]]] : [])),
  );
}
