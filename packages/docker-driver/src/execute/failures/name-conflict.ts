import { type ErrorCode, HashikeError, ownerKey } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import { type Labels, ownershipOf } from "../../labels.ts";

/**
 * Tells who has the name that a container could not get.
 * @returns `undefined` when it failed for another reason
 */
export async function nameConflict(
  client: EngineClient,
  code: ErrorCode,
  tried: string,
  name: string,
  error: unknown,
): Promise<HashikeError | undefined> {
  if (!isNameConflict(error)) return undefined;
  const holder = await findHolder(client, name);
  return new HashikeError(code, `${tried}: the name ${name} is taken${holder}`, {
    hint: "apply again when that was another apply; else choose another name, or remove that container",
    cause: error,
  });
}

/** Docker answers 409; Podman's create answers 500. */
export function isNameConflict(error: unknown): boolean {
  const status = engineStatus(error);
  if (status !== 409 && status !== 500) return false;
  return /name .{1,400} is already in use|name \S{1,400} already in use/i.test(engineReason(error));
}

async function findHolder(client: EngineClient, name: string): Promise<string> {
  const inspected = await client
    .get<{ readonly Config?: { readonly Labels?: Labels | null } }>(
      `/containers/${encodeURIComponent(name)}/json`,
    )
    .catch(() => undefined);
  if (inspected === undefined) return "";
  const ownership = ownershipOf(inspected.Config?.Labels);
  switch (ownership.kind) {
    case "owned":
      return ` by a container of ${ownerKey(ownership.owner)}`;
    case "unowned":
      return " by a container of hashike-py";
    case "foreign":
      return " by a container that is not Hashike's";
  }
}
