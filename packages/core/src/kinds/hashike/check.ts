import type { Problem } from "../../manifest/problem.ts";
import type { Report } from "../../manifest/report.ts";
import { checkPod } from "../container/check/check-pod.ts";
import { checkAnnotations } from "./check-annotations.ts";
import { checkEngine } from "./check-engine.ts";
import { checkStartAfter } from "./check-start-after.ts";
import { checkUpdate } from "./check-update.ts";
import { claimsOf } from "./claims.ts";
import { checkHostNamespaces } from "./networks/check-host-namespaces.ts";
import { checkNetworks } from "./networks/check-networks.ts";
import type { LooseHashike, LooseSpec } from "./schema.ts";
import { checkVolumes } from "./volumes/check-volumes.ts";

/** What a schema cannot say: how the values of one manifest fit each other, and grammars of their own. */
export function checkHashike(manifest: LooseHashike, report: Report): void {
  const { spec } = manifest;
  if (spec === undefined) return;
  report.add(problemsOf(manifest, spec, report.file));
  for (const claim of claimsOf(spec)) report.claim(claim);
}

function* problemsOf(manifest: LooseHashike, spec: LooseSpec, file: string): Generator<Problem> {
  yield* checkAnnotations(manifest);
  yield* checkVolumes(spec, isLocalFile(file));
  yield* checkUpdate(spec);
  yield* checkStartAfter(spec);
  const names = (spec.volumes ?? []).map((volume) => volume?.name);
  const volumeNames = names.includes(undefined)
    ? undefined
    : new Set(names.filter((name) => name !== undefined));
  yield* checkPod(spec, ["spec"], volumeNames);
  yield* checkNetworks(spec);
  yield* checkEngine(spec);
  yield* checkHostNamespaces(spec);
}

/** Standard input (`-`) and addresses with a scheme are no files of this machine. */
function isLocalFile(file: string): boolean {
  return file !== "-" && !/^(?!file:)[a-zA-Z][a-zA-Z0-9+.-]+:/.test(file);
}
