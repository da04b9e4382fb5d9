import { type Action, type ErrorCode, HashikeError } from "@hashike/core";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import { explain } from "./known-failures.ts";

/**
 * An engine's refusal as Hashike's error: what was tried, the engine's words, what to do next.
 * Anything but a refusal (no connection, a bug) is returned as it is.
 * @param tried e.g. `cannot start container web`
 */
export function engineFailure(error: unknown, code: ErrorCode, tried: string): unknown {
  if (engineStatus(error) === undefined) return error;
  const reason = withoutMountOptions(engineReason(error));
  const known = explain(reason);
  return new HashikeError(known?.code ?? code, `${tried}: ${reason}`, { hint: known?.hint, cause: error });
}

/** An engine repeats what a volume is mounted with, passwords included. */
function withoutMountOptions(reason: string): string {
  const mount = reason.indexOf("failed to mount local volume: mount ");
  const data = mount < 0 ? -1 : reason.indexOf(optionsFollow, mount);
  if (data < 0) return reason;
  const why = reason.lastIndexOf(": ");
  return reason.slice(0, data) + (why < data + optionsFollow.length ? "" : reason.slice(why));
}

const optionsFollow = ", data: ";

/** A container that was there when the plan was made, and is no more. */
export function containerGone(name: string, cause: unknown): HashikeError {
  return new HashikeError("DRIVER_CONTAINER_GONE", `container ${name} is not there any more`, {
    hint: "apply again: the next plan starts from what is there now",
    cause,
  });
}

/** A missing network or image is a 404 as well. Podman's message has other words than Docker's. */
export function isContainerGone(error: unknown): boolean {
  return (
    engineStatus(error) === 404 && /no such container|no container with name or ID/i.test(engineReason(error))
  );
}

/**
 * Runs one step on a container.
 * @throws HashikeError `DRIVER_CONTAINER_GONE`, or `code` with the engine's words
 */
export async function onContainer<T>(
  name: string,
  code: ErrorCode,
  verb: string,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (isContainerGone(error)) throw containerGone(name, error);
    throw engineFailure(error, code, `cannot ${verb} container ${name}`);
  }
}

export function abortedError(action: Action, cause: unknown): HashikeError {
  return new HashikeError("APPLY_ABORTED", `${action.id} was aborted`, { cause });
}
