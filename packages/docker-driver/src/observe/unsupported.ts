import type { EngineFacts } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";

/** By field of a spec, the version that it came with; older engines take it and do nothing. */
const cameWith: Readonly<Record<string, string>> = {
  "healthCheck.startIntervalMs": "1.44",
};

export function unsupportedBy(
  client: Pick<EngineClient, "atLeast" | "apiVersion">,
): Pick<EngineFacts, "unsupported"> {
  const missing = Object.entries(cameWith).filter(([, version]) => !client.atLeast(version));
  if (missing.length === 0) return {};
  const why = (version: string) => `needs API ${version}, and this engine has ${client.apiVersion}`;
  return { unsupported: Object.fromEntries(missing.map(([field, version]) => [field, why(version)])) };
}
