import type { EngineFacts } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";

interface Since {
  /** The version that the field came with; older engines take it and do nothing, or refuse the container. */
  readonly version: string;
  /** Podman has it, whatever version it says that it speaks. */
  readonly podman?: true;
}

/** By field of a spec. */
const cameWith: Readonly<Record<string, Since>> = {
  "healthCheck.startIntervalMs": { version: "1.44" },
  "mounts.*.image": { version: "1.48" },
  "devices.*.cdi": { version: "1.44", podman: true },
};

export function unsupportedBy(
  client: Pick<EngineClient, "atLeast" | "apiVersion">,
  isPodman: boolean,
): Pick<EngineFacts, "unsupported"> {
  const missing = Object.entries(cameWith).filter(
    ([, { version, podman }]) => !client.atLeast(version) && !(isPodman && podman === true),
  );
  if (missing.length === 0) return {};
  const why = (version: string) => `needs API ${version}, and this engine has ${client.apiVersion}`;
  return { unsupported: Object.fromEntries(missing.map(([field, { version }]) => [field, why(version)])) };
}
