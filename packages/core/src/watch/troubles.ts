import type { Trouble } from "../plan/compare/trouble.ts";

/** What did not work at the look before, to tell only what is new. */
export interface Troubles {
  /** @returns what does not work now, when that is something else than before */
  seen(troubled: readonly Trouble[]): readonly Trouble[] | undefined;
}

export function createTroubles(): Troubles {
  let before = "";
  return {
    seen(troubled) {
      const now = troubled.map(keyOf).join();
      if (now === before) return undefined;
      before = now;
      return troubled;
    },
  };
}

/** Without how often it was restarted: that would be news every time. */
function keyOf({ id, state, exitCode }: Trouble): string {
  return `${id} ${state} ${exitCode ?? ""}`;
}
