import type { Path } from "../../../manifest/path.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { type LoosePod, placedContainers } from "../pod-manifest.ts";
import { checkDollars } from "./check-dollars.ts";
import { checkLifecycle } from "./check-lifecycle.ts";
import { checkMounts } from "./check-mounts.ts";
import { checkNames } from "./check-names.ts";
import { checkPorts } from "./check-ports.ts";
import { checkProbes } from "./check-probes.ts";
import { checkProcess } from "./check-process.ts";
import { checkResources } from "./check-resources.ts";
import { checkPodSecurity, checkSecurity } from "./check-security.ts";

/**
 * What no schema can say of containers and what they share.
 * @param at where the pod is in its manifest
 * @param volumeNames that mounts may name; `undefined` when one of them cannot be read, so that mounts are not to blame
 */
export function* checkPod(
  pod: LoosePod,
  at: Path,
  volumeNames: ReadonlySet<string> | undefined,
): Generator<Problem> {
  yield* checkNames(pod, at);
  yield* checkPodSecurity(pod, at);
  yield* checkDollars(placedContainers(pod, at));
  for (const container of placedContainers(pod, at)) {
    yield* checkProcess(container);
    yield* checkPorts(container);
    yield* checkProbes(container);
    yield* checkLifecycle(container, pod.terminationGracePeriodSeconds ?? 30);
    yield* checkMounts(container, volumeNames);
    yield* checkResources(container);
    yield* checkSecurity(container, pod.securityContext);
  }
}
