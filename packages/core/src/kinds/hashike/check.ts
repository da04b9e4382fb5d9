import { type LooseManifest, placedContainers } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { checkDollars } from "../container/check/check-dollars.ts";
import { checkLifecycle } from "../container/check/check-lifecycle.ts";
import { checkNames } from "../container/check/check-names.ts";
import { checkPorts } from "../container/check/check-ports.ts";
import { checkProbes } from "../container/check/check-probes.ts";
import { checkProcess } from "../container/check/check-process.ts";
import { checkResources } from "../container/check/check-resources.ts";
import { checkPodSecurity, checkSecurity } from "../container/check/check-security.ts";
import { checkAnnotations } from "./check-annotations.ts";
import { checkUpdate } from "./check-update.ts";
import { checkMounts, checkVolumes } from "./check-volumes.ts";

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
