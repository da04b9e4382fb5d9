import type { ContainerSpec } from "../../desired/desired-state.ts";
import type { WaitCondition } from "../steps/action.ts";
import type { ContainerChange } from "./container-change.ts";

/**
 * What a container that was just created, or started, is waited for.
 * @param waits of main containers; see `PlanOptions.wait`
 * @returns `undefined` when it is not
 */
export function conditionOnCreate(
  spec: ContainerSpec,
  waits: ContainerChange["waits"],
): WaitCondition | undefined {
  switch (spec.role) {
    case "init":
      return { kind: "completed" };
    case "sandbox":
      return undefined;
    case "sidecar":
      // Four looks a second apart within a minute: the rule of hashike-py.
      return hasProbe(spec) ? readyCondition(spec) : { kind: "steady", seconds: 3, timeoutSeconds: 60 };
    case "main":
      if (waits === "probed" && !hasProbe(spec) && spec.update.minReadySeconds === undefined)
        return undefined;
      return waits ? { ...readyCondition(spec), settleSeconds: firstStartSettleSeconds } : undefined;
  }
}

/** Many a program ends until those that it needs are up, which start beside it. */
const firstStartSettleSeconds = 10;

/** When a container may take the place of another one. */
export function readyCondition(spec: ContainerSpec): Extract<WaitCondition, { readonly kind: "ready" }> {
  const { startup, readiness } = spec.probes;
  const minReadySeconds =
    spec.update.minReadySeconds ?? (spec.role === "sidecar" && !hasProbe(spec) ? 3 : undefined);
  return {
    kind: "ready",
    probes: {
      ...(startup === undefined ? {} : { startup }),
      ...(readiness === undefined ? {} : { readiness }),
    },
    ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    timeoutSeconds: spec.update.progressDeadlineSeconds,
  };
}

function hasProbe({ probes }: ContainerSpec): boolean {
  return probes.startup !== undefined || probes.readiness !== undefined;
}
