import type { ApplyEvent, Plan } from "@hashike/core";

/** Tells how an apply goes while it goes. */
export interface Reporter {
  /** What is going to be done. Called once, before anything is changed. */
  planned(plan: Plan): void;
  event(event: ApplyEvent): void;
  /** A line from elsewhere, at a place where it is not drawn over. */
  say(line: string): void;
  /** Leaves the terminal as it was. May be called twice. */
  close(): void;
}

/** For `--quiet`. */
export const silentReporter: Reporter = { planned() {}, event() {}, say() {}, close() {} };
