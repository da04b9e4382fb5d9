import { canonicalJson } from "../../desired/canonical-json.ts";
import { type DesiredState, type Owner, ownerKey } from "../../desired/desired-state.ts";
import type { NotedObject, ObjectSpec } from "../../desired/object-spec.ts";
import { placeholdersIn } from "../../desired/secret-values.ts";
import type { ObjectManifest } from "../../manifest/manifest.ts";
import type { ObservedState } from "../../observed/observed-state.ts";
import { diffJson } from "../compare/diff-records.ts";
import type { Action, Target } from "../steps/action.ts";
import type { Cause, Json } from "../steps/cause.ts";
import { idsOf, leavesOf, noteObject } from "../steps/make-action.ts";
import { addChange, emptyPart, type PlanPart } from "../steps/part.ts";

/**
 * Notes the applied objects where what is noted is not what was applied, and forgets those that have vanished. Both come
 * last of all that is done for the object: a note tells of nothing that is not there, and what is there has its note.
 * Of objects with containers, these are shown.
 * @param actions all others of the plan
 */
export function planObjects(
  desired: Pick<DesiredState, "objects" | "vanished" | "sources" | "containers">,
  observed: Pick<ObservedState, "objects" | "containers">,
  actions: readonly Action[],
): PlanPart {
  const part = emptyPart();
  // A driver that keeps none.
  if (observed.objects === undefined) return part;
  const noted = new Map(observed.objects.map((object) => [ownerKey(object.owner), object]));
  const withContainers = new Set(desired.containers.map(({ owner }) => ownerKey(owner)));
  for (const object of desired.objects ?? []) {
    const key = ownerKey(object.owner);
    planNote(part, {
      object,
      source: desired.sources[key],
      found: noted.get(key),
      isShown: !withContainers.has(key),
      actions,
    });
  }
  forget(part, desired.vanished ?? [], { observed, actions, cause: { kind: "orphaned" } });
  return part;
}

/** Forgets what is noted of objects. */
export function forgetObjects(
  owners: readonly Owner[],
  observed: Pick<ObservedState, "objects" | "containers">,
  actions: readonly Action[],
): PlanPart {
  const part = emptyPart();
  forget(part, owners, { observed, actions, cause: { kind: "requested" } });
  return part;
}

interface Wanted {
  readonly object: ObjectSpec;
  readonly source: string | undefined;
  readonly found: NotedObject | undefined;
  readonly isShown: boolean;
  readonly actions: readonly Action[];
}

function planNote(part: PlanPart, { object, source, found, isShown, actions }: Wanted): void {
  const { owner, manifest } = object;
  const target = targetOf(owner);
  const isSame = canonicalJson(found?.manifest) === canonicalJson(manifest);
  if (isSame && isShown) part.unchanged.push(target);
  // Standard input is nowhere: what is the same as in a file is still that file's.
  if (isSame && (source === undefined || source === found?.source)) return;
  const cause: Cause =
    found?.manifest === undefined
      ? { kind: "missing" }
      : { kind: "changed", changes: diffJson(asRecord(found.manifest), asRecord(manifest)) };
  const note = noteObject(
    { target, cause },
    {
      of: ownerKey(owner),
      dependsOn: lastOf(owner, actions),
      object,
      ...(source === undefined ? {} : { source }),
    },
  );
  // What has only moved to another file is as it was.
  if (isSame || !isShown) part.actions.push(note);
  else addChange(part, { kind: cause.kind === "missing" ? "create" : "update", target, cause }, [note]);
}

interface Forgetting {
  readonly observed: Pick<ObservedState, "objects" | "containers">;
  readonly actions: readonly Action[];
  readonly cause: Cause;
}

function forget(part: PlanPart, owners: readonly Owner[], { observed, actions, cause }: Forgetting): void {
  const noted = new Set(observed.objects?.map(({ owner }) => ownerKey(owner)));
  const withContainers = new Set(
    observed.containers.flatMap(({ ownership }) =>
      ownership.kind === "owned" ? [ownerKey(ownership.owner)] : [],
    ),
  );
  for (const owner of owners) {
    const key = ownerKey(owner);
    if (!noted.has(key)) continue;
    const target = targetOf(owner);
    const note = noteObject({ target, cause }, { of: key, dependsOn: lastOf(owner, actions) });
    if (withContainers.has(key)) part.actions.push(note);
    else addChange(part, { kind: "remove", target, cause }, [note]);
  }
}

function targetOf(owner: Owner): Target {
  return { kind: "object", name: `${owner.kind.toLowerCase()}/${owner.name}`, owner };
}

function lastOf(owner: Owner, actions: readonly Action[]): readonly string[] {
  const key = ownerKey(owner);
  return idsOf(
    leavesOf(actions.filter(({ target }) => target.owner !== undefined && ownerKey(target.owner) === key)),
  );
}

/** As records have it, so that values that must not be shown are told as changed only. */
function asRecord(manifest: ObjectManifest): { readonly [key: string]: Json } {
  return JSON.parse(JSON.stringify(manifest), (_key, value: unknown) => {
    const [secret] = typeof value === "string" ? placeholdersIn(value) : [];
    return secret === undefined ? value : { secret };
  });
}
