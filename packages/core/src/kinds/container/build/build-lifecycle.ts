import type { HookSpec, LifecycleSpec } from "../../../desired/desired-state.ts";
import type { Secrets } from "../../../desired/secret-values.ts";
import type { ContainerManifest } from "../schema/container.ts";
import type { HookManifest } from "../schema/lifecycle.ts";
import { buildHttpGet } from "./build-handler.ts";

/** Commands stay as they are: unlike those of probes, Kubernetes puts no variables into them. */
export function buildLifecycle(
  { lifecycle: { postStart, preStop } = {}, ports }: ContainerManifest,
  secrets: Secrets,
): LifecycleSpec {
  const build = ({ exec, httpGet, sleep }: HookManifest): HookSpec => {
    if (exec !== undefined) return { kind: "exec", command: exec.command };
    if (httpGet !== undefined) return buildHttpGet(httpGet, ports, secrets);
    if (sleep !== undefined) return { kind: "sleep", seconds: sleep.seconds };
    throw new Error("a manifest that was checked has a hook without a handler");
  };
  return {
    ...(postStart === undefined ? {} : { postStart: build(postStart) }),
    ...(preStop === undefined ? {} : { preStop: build(preStop) }),
  };
}
