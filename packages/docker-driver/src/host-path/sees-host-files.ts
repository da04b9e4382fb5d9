import type { EngineClient } from "../engine/engine-client.ts";
import { type EngineInfo, sharesFiles } from "./shares-files.ts";

/**
 * Whether this process can look at the files of the engine's host by itself.
 * @param looks `false`: it is not to, as with an engine elsewhere. Default `true`
 */
export async function seesHostFiles(
  client: EngineClient,
  looks = true,
  signal?: AbortSignal | undefined,
): Promise<boolean> {
  if (!looks || client.endpoint.endpoint.kind !== "unix") return false;
  return sharesFiles(await client.get<EngineInfo>("/info", { signal }));
}
