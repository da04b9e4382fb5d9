import type { EngineSpec } from "../../desired/desired-state.ts";
import type { HashikeContainer } from "./schema.ts";

/** What only this kind has for an engine. What says nothing is left out. */
export function buildEngine({ labels, engineOptions }: HashikeContainer): EngineSpec {
  return {
    ...(isEmpty(labels) ? {} : { engineLabels: labels }),
    ...(isEmpty(engineOptions) ? {} : { engineOptions }),
  };
}

function isEmpty(value: object | undefined): value is undefined {
  return value === undefined || Object.keys(value).length === 0;
}
