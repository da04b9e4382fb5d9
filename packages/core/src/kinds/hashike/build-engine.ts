import type { EngineSpec } from "../../desired/desired-state.ts";
import type { Secrets } from "../../desired/secret-values.ts";
import { buildDevices } from "./devices.ts";
import { buildHealthCheck } from "./health-check.ts";
import { buildLogging } from "./logging.ts";
import { buildUlimits } from "./process-fields.ts";
import type { HashikeContainer, HashikeManifest } from "./schema.ts";

/** What only this kind has for an engine. What says nothing is left out. */
export function buildEngine(
  {
    labels,
    healthCheck,
    logging,
    platform,
    init,
    ulimits,
    oomScoreAdj,
    user,
    devices,
    engineOptions,
  }: HashikeContainer,
  spec: HashikeManifest["spec"],
  secrets: Secrets,
): EngineSpec {
  return {
    ...defined("engineLabels", labels),
    ...defined("healthCheck", buildHealthCheck(healthCheck)),
    ...defined("logging", buildLogging(logging ?? spec.logging ?? {}, secrets)),
    ...defined("platform", platform),
    ...defined("init", init),
    ...defined("ulimits", buildUlimits(ulimits)),
    ...defined("oomScoreAdj", oomScoreAdj),
    ...defined("user", user),
    ...defined("devices", buildDevices(devices)),
    ...defined("engineOptions", engineOptions),
  };
}

function defined<Name extends keyof EngineSpec>(
  name: Name,
  value: EngineSpec[Name] | undefined,
): Pick<EngineSpec, Name> | object {
  if (value === undefined || (typeof value === "object" && Object.keys(value).length === 0)) return {};
  return { [name]: value };
}
