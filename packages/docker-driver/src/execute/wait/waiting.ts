import type { ExecuteContext } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { Clock } from "../clock.ts";

/** A container that is waited for. */
export interface Waiting {
  readonly client: EngineClient;
  readonly clock: Clock;
  readonly context: ExecuteContext;
  readonly id: string;
  /** In the user's words. */
  readonly name: string;
}
