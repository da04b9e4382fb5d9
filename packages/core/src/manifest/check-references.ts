import { checkAnnotations } from "./checks/check-annotations.ts";
import { checkDollars } from "./checks/check-dollars.ts";
import { checkLifecycle } from "./checks/check-lifecycle.ts";
import { checkNames } from "./checks/check-names.ts";
import { checkPorts } from "./checks/check-ports.ts";
import { checkProbes } from "./checks/check-probes.ts";
import { checkProcess } from "./checks/check-process.ts";
import { checkResources } from "./checks/check-resources.ts";
import { checkPodSecurity, checkSecurity } from "./checks/check-security.ts";
import { checkUpdate } from "./checks/check-update.ts";
import { checkMounts, checkVolumes } from "./checks/check-volumes.ts";
import { type LooseManifest, placedContainers } from "./loose.ts";
import type { Problem } from "./problem.ts";

/** What a schema cannot say: how the values of one manifest fit each other, and grammars of their own. */
export function* checkReferences(manifest: LooseManifest, file: string): Generator<Problem> {
  const { spec } = manifest;
  if (spec === undefined) return;
  yield* checkAnnotations(manifest);
  yield* checkVolumes(spec, isLocalFile(file));
  yield* checkNames(spec);
  yield* checkPodSecurity(spec);
  yield* checkUpdate(spec);
  yield* checkDollars(manifest);

  const names = (spec.volumes ?? []).map((volume) => volume?.name);
  // A volume whose name cannot be read may be any; its mounts are not to blame.
  const volumeNames = names.includes(undefined)
    ? undefined
    : new Set(names.filter((name) => name !== undefined));
  for (const container of placedContainers(manifest)) {
    yield* checkProcess(container);
    yield* checkPorts(container);
    yield* checkProbes(container);
    yield* checkLifecycle(container, spec.terminationGracePeriodSeconds ?? 30);
    yield* checkMounts(container, volumeNames);
    yield* checkResources(container);
    yield* checkSecurity(container, spec.securityContext);
  }
}

/** Standard input (`-`) and addresses with a scheme are no files of this machine. */
function isLocalFile(file: string): boolean {
  return file !== "-" && !/^(?!file:)[a-zA-Z][a-zA-Z0-9+.-]+:/.test(file);
}
