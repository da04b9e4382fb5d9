import type { DesiredState, NetworkSpec } from "../../desired/desired-state.ts";
import { isEnginesOwnNetwork } from "../../desired/engine-networks.ts";
import type { Diagnostic } from "../../errors.ts";
import type { ObservedNetwork, ObservedState } from "../../observed/observed-state.ts";
import type { Target } from "../steps/action.ts";
import { createNetwork } from "../steps/make-action.ts";
import { addChange, emptyPart, type PlanPart } from "../steps/part.ts";
import { networkDifferences } from "./network-differences.ts";

export interface NetworksPart extends PlanPart {
  /** What stands for a wanted network now, by name; none for one that is still to be created. */
  readonly existing: ReadonlyMap<string, ObservedNetwork>;
  /** By name, the actions that create the others. */
  readonly created: ReadonlyMap<string, string>;
  readonly onEngine: readonly ObservedNetwork[];
}

/**
 * Creates what is missing. A network that the user named with `--network` must exist; one of ours that somebody
 * else made is used as it is (KUBERNETES name-conflict rules: networks are shared, never taken over).
 */
export function planNetworks(desired: DesiredState, observed: ObservedState): NetworksPart {
  const part = emptyPart();
  const existing = new Map<string, ObservedNetwork>();
  const created = new Map<string, string>();
  for (const network of desired.networks) {
    const target: Target = { kind: "network", name: network.name };
    if (isEnginesOwnNetwork(network.name)) {
      part.problems.push({
        severity: "error",
        path: `network ${network.name}`,
        message:
          "is the engine's own: containers there have no names for each other, or no network of their own",
        hint:
          network.name === "host"
            ? "write `hostNetwork: true` under spec or in a container, or name no other network with it"
            : "create another one with `docker network create backend` and name that, or leave --network out; ports makes a container reachable from outside",
      });
      continue;
    }
    const found = chooseNetwork(observed.networks, network.name);
    const differing = networkDifferences(network.settings, found?.settings);
    if (found !== undefined && differing.length > 0) {
      part.problems.push(madeOtherwise(network, differing));
    } else if (found !== undefined) {
      existing.set(network.name, found);
      part.unchanged.push(target);
      if (found.ownership.kind === "foreign" && !network.external) {
        part.notices.push({
          message: `network ${network.name} was not made by Hashike; it is used as it is`,
        });
      }
    } else if (network.external) {
      part.problems.push(absent(network));
    } else {
      const cause = { kind: "missing" } as const;
      const create = createNetwork({ target, cause }, { network });
      created.set(network.name, create.id);
      addChange(part, { kind: "create", target, cause }, [create]);
    }
  }
  return { ...part, existing, created, onEngine: observed.networks };
}

function absent({ name, origin }: NetworkSpec): Diagnostic {
  const instead = origin === undefined ? "leave --network out" : "leave external out";
  return {
    severity: "error",
    path: `network ${name}`,
    message: "does not exist",
    hint: `create it with \`docker network create ${name}\`, or ${instead}`,
    ...(origin === undefined ? {} : { at: origin }),
  };
}

function madeOtherwise({ name, origin }: NetworkSpec, differing: readonly string[]): Diagnostic {
  return {
    severity: "error",
    path: `network ${name}`,
    message: `exists with ${differing.join(", and ")}`,
    hint: `a network cannot be changed: choose another name; or remove what is on it, then \`docker network rm ${name}\`, and apply again`,
    ...(origin === undefined ? {} : { at: origin }),
  };
}

/** Engines allow two networks of one name; ours goes first, then the lower id, so that every plan picks the same. */
function chooseNetwork(networks: readonly ObservedNetwork[], name: string): ObservedNetwork | undefined {
  return networks
    .filter((n) => n.name === name)
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
    .at(0);
}

function rank(network: ObservedNetwork): number {
  return network.ownership.kind === "foreign" ? 1 : 0;
}
