import type { HostNamespaces } from "../../../desired/desired-state.ts";
import { flag, optional } from "../../../manifest/schema.ts";
import type { World } from "../../world.ts";

/** Source of names and meaning: kubernetes/api core/v1/types.go, PodSpec. */
export const hostNamespaceFields = {
  hostNetwork: optional(
    flag(
      "Whether containers use the host's network in place of networks of their own. They listen on ports of the host; `ports` says which, and publishes nothing. Two of them are never run side by side.",
      { default: false },
    ),
  ),
  hostPID: optional(flag("Whether containers see the processes of the host.", { default: false })),
  hostIPC: optional(
    flag("Whether containers share memory, semaphores and message queues with the host.", { default: false }),
  ),
};

/** As those of spec, for one container. */
export const ownHostNamespaceFields = {
  hostNetwork: optional(
    flag("As spec.hostNetwork, for this container. Left out: what that says. Kind Hashike's own."),
  ),
  hostPID: optional(
    flag("As spec.hostPID, for this container. Left out: what that says. Kind Hashike's own."),
  ),
  hostIPC: optional(
    flag("As spec.hostIPC, for this container. Left out: what that says. Kind Hashike's own."),
  ),
};

const names = ["hostNetwork", "hostPID", "hostIPC"] as const;

type Flags = { readonly [Name in (typeof names)[number]]?: boolean | undefined };

/** A container's own word counts before that of all, and both before the command line's. */
export function buildHostNamespaces(
  container: Flags,
  spec: Flags,
  { isOnHostNetwork }: Pick<World, "isOnHostNetwork">,
): HostNamespaces {
  const given = { hostNetwork: isOnHostNetwork, ...defined(spec), ...defined(container) };
  return Object.fromEntries(names.flatMap((name) => (given[name] === true ? [[name, true]] : [])));
}

function defined(flags: Flags): Flags {
  return Object.fromEntries(
    names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  );
}

/** Whether a container asks for it, itself or with all others. */
export function asksFor(name: keyof HostNamespaces, container: Flags, spec: Flags): boolean {
  return container[name] ?? spec[name] ?? false;
}
