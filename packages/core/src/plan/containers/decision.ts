import type { HeldBack } from "../plan-types.ts";
import type { PlanPart } from "../steps/part.ts";

/** What is to become of a container, before there is any action. */
export interface Decision {
  /** It is not tried now: it, or what must come before it, failed not long ago. */
  readonly held?: HeldBack;
  /** Whether its actions succeed together, or are taken back. */
  readonly isUndoable: boolean;
  /** Whether the container is made anew, of whatever kind it is. */
  readonly creates?: true;
  /** Whether all other containers of its pod are made anew along with it. */
  readonly renewsPod?: true;
  /** Of a sandbox: id of the old one, where that is stopped before the new one starts, after all that share it. */
  readonly stops?: string;
  /** @returns what those that start after it wait for; empty when nothing is done */
  act(part: PlanPart, turn: Turn): readonly string[];
}

/** What is known of a decision's place among the others when it is acted on. */
export interface Turn {
  /** What must have been done before: the work of those that it starts after. */
  readonly after: readonly string[];
  /** Whether another one starts after it. */
  readonly isAwaited: boolean;
  readonly group: string;
  /** Whether a host port passes from it to another one of the group, or from another one to it. */
  readonly givesPort: boolean;
  readonly takesPort: boolean;
}
