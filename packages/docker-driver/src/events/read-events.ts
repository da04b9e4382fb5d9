import { type EngineEvent, type EventOptions, HashikeError, isHashikeError } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { jsonLines } from "../pull/json-lines.ts";
import { engineEvent } from "./engine-event.ts";

const filters = JSON.stringify({ type: ["container", "network"] });

/**
 * What happens from the moment that the first event is asked for. Ends when `signal` aborts.
 * @throws HashikeError `DRIVER_ENGINE_UNREACHABLE` when the engine goes away
 */
export async function* readEvents(
  client: EngineClient,
  { signal, onListening }: EventOptions,
): AsyncGenerator<EngineEvent, void> {
  try {
    const answer = await client.stream("/events", { query: { filters }, signal });
    onListening?.();
    for await (const message of jsonLines(answer)) {
      const event = engineEvent(message);
      if (event !== undefined) yield event;
    }
  } catch (error) {
    if (signal.aborted) return;
    // All else is the stream's: a connection that broke.
    throw isHashikeError(error) ? error : engineGone(client, error);
  }
  if (!signal.aborted) throw engineGone(client);
}

function engineGone({ description }: EngineClient, cause?: unknown): HashikeError {
  return new HashikeError("DRIVER_ENGINE_UNREACHABLE", `the engine at ${description} has gone away`, {
    hint: "check whether it was stopped or restarted",
    cause,
  });
}
