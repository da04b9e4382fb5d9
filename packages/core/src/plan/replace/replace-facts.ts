import type { DesiredState } from "../../desired/desired-state.ts";
import type { MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedState } from "../../observed/observed-state.ts";
import { findPassedPorts, type PassedPort } from "../claims/passed-ports.ts";

/** What must be known of all containers before one of them is replaced. */
export interface ReplaceFacts {
  readonly passes: readonly PassedPort[];
  /** By the name of a container, a host port of it that passes to another one. */
  readonly passedPorts: ReadonlyMap<string, number>;
  /** Names that no candidate can have for a while: a container has them, or is to have them. */
  readonly takenNames: ReadonlySet<string>;
}

/** @returns works them out when they are first asked for: most plans replace nothing */
export function replaceFacts(
  desired: DesiredState,
  observed: ObservedState,
  matched: MatchedContainers,
): () => ReplaceFacts {
  let known: ReplaceFacts | undefined;
  return () => {
    if (known !== undefined) return known;
    const passes = findPassedPorts(desired.containers, matched.current);
    known = {
      passes,
      passedPorts: new Map(passes.map(({ giver, hostPort }) => [giver, hostPort])),
      takenNames: new Set([...staying(observed, matched), ...desired.containers].map((c) => c.name)),
    };
    return known;
  };
}

/** What an interrupted apply left makes room in time. */
function staying({ containers }: ObservedState, { leftovers }: MatchedContainers) {
  const going = new Set(leftovers);
  return containers.filter((c) => !going.has(c));
}
