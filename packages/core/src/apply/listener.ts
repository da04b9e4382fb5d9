import type { ApplyEvent } from "./event.ts";

export interface Listener {
  /** Never throws. */
  readonly onEvent: (event: ApplyEvent) => void;
  /** @throws what the listener threw first, if it did */
  readonly rethrow: () => void;
}

/** Whoever only listens must not change what is done: what it throws is kept until all is over. */
export function createListener(listen: (event: ApplyEvent) => void): Listener {
  let thrown: { readonly error: unknown } | undefined;
  return {
    onEvent(event) {
      try {
        listen(event);
      } catch (error) {
        thrown ??= { error };
      }
    },
    rethrow() {
      if (thrown !== undefined) throw thrown.error;
    },
  };
}
