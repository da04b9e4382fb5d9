import type { Action } from "../steps/action.ts";

/** What only one container may have at a time. */
export type Claim =
  /** A name on the engine. */
  | { readonly kind: "name"; readonly name: string }
  /** To do what a container of the manifest is for: what an interrupted apply left of it may do the same. */
  | { readonly kind: "work" }
  /** The host ports that it is to have, or had when it last ran. */
  | { readonly kind: "ports" }
  /** The host ports that it had, which come back with its networks or a start, whoever wants them. */
  | { readonly kind: "ports-back" }
  /** The fixed addresses that it is to have; on one network alone, where one is named. */
  | { readonly kind: "addresses"; readonly network?: string }
  /** What it writes to. */
  | { readonly kind: "data" };

export function claimsOf(action: Action): readonly Claim[] {
  switch (action.type) {
    case "container.create":
      // What is done in its place may start the one that it was to replace.
      return [{ kind: "name", name: action.as }, { kind: "work" }, { kind: "ports-back" }];
    case "container.rename":
      return [{ kind: "name", name: action.to }];
    case "container.start":
      if (action.park !== undefined) return [{ kind: "addresses" }];
      return [
        { kind: "ports" },
        { kind: "addresses" },
        "id" in action.container ? { kind: "work" } : { kind: "data" },
      ];
    case "container.switch":
      return [{ kind: "ports" }];
    case "container.connect":
      return [{ kind: "ports-back" }, { kind: "addresses", network: action.network }];
    default:
      return [];
  }
}

/** What an action frees of what a container has, by the container's id. */
export function freedBy(
  action: Action,
): { readonly id: string; readonly what: readonly Freed[] } | undefined {
  if (!("container" in action) || !("id" in action.container)) return undefined;
  const { id } = action.container;
  switch (action.type) {
    case "container.stop":
      return { id, what: ["running"] };
    case "container.disconnect":
      return { id, what: [`on ${action.network}`] };
    case "container.rename":
      return { id, what: ["name"] };
    case "container.remove":
      return { id, what: ["running", "name"] };
    default:
      return undefined;
  }
}

/** `running`: its host ports, its addresses, and the data that it writes to. `on NETWORK`: its addresses there. */
export type Freed = "running" | "name" | `on ${string}`;
