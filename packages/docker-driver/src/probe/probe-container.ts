import type { ProbeAnswer, ProbeHandler } from "@hashike/core";
import { engineStatus } from "../engine/faults/engine-error.ts";
import { type Asking, askContainer } from "./ask-container.ts";

/** Asks once. A container that is gone by now has failed. */
export async function probeContainer(
  handler: ProbeHandler,
  timeoutSeconds: number,
  asking: Asking,
): Promise<ProbeAnswer> {
  try {
    const asked = await askContainer(handler, timeoutSeconds, asking);
    return asked.kind === "failure" ? { kind: "failure", reason: asked.reason } : asked;
  } catch (error) {
    if (engineStatus(error) !== 404) throw error;
    return { kind: "failure", reason: "it is not there any more" };
  }
}
