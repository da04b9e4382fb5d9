import type { EngineEvent } from "@hashike/core";
import { type Labels, ownershipOf } from "../labels.ts";

/** What people and probes do in a container changes nothing about it; some of it carries whole command lines. */
const uneventful = /^(?:exec_|attach|detach|resize|top|export|commit|copy|archive-path|extract-to-dir)/;

/**
 * A message of `GET /events` in Hashike's words. Of a container the attributes are its labels, and its name; of a
 * network they are its name and the ID of who joined or left.
 * @returns `undefined` for what is no change of a container or network
 */
export function engineEvent(message: unknown): EngineEvent | undefined {
  if (!isMessage(message) || uneventful.test(message.Action)) return undefined;
  const { Type, Action: action, Actor } = message;
  if (Type === "network") return { action, ...networkOf(Actor?.Attributes ?? {}) };
  if (Type !== "container" || typeof Actor?.ID !== "string") return undefined;
  const attributes = Actor.Attributes ?? {};
  const ownership = ownershipOf(attributes);
  return { action, container: { id: Actor.ID, name: attributes.name ?? "", ownership } };
}

function networkOf({ name, container }: Labels): Pick<EngineEvent, "network"> {
  if (name === undefined) return {};
  return { network: { name, ...(container === undefined ? {} : { containerId: container }) } };
}

interface Message {
  readonly Type: string;
  readonly Action: string;
  readonly Actor?: { readonly ID?: unknown; readonly Attributes?: Labels | null };
}

function isMessage(value: unknown): value is Message {
  return (
    typeof value === "object" &&
    value !== null &&
    "Type" in value &&
    "Action" in value &&
    typeof value.Action === "string"
  );
}
