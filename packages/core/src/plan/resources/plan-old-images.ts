import { type DesiredState, isSameOwner, type Owner, ownerKey } from "../../desired/desired-state.ts";
import type { BroughtImage, ImageUser, ObservedState } from "../../observed/observed-state.ts";
import type { PlanOptions } from "../plan-types.ts";
import { containerKey } from "../revisions/notes.ts";
import type { Action, Target } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { idsOf, leavesOf, removeImage } from "../steps/make-action.ts";
import { addChange, emptyPart, type PlanPart } from "../steps/part.ts";
import { keeper } from "./kept-images.ts";
import type { ImagesPart } from "./plan-images.ts";

/** The image that runs, and the last one that did. */
export const defaultImageRetention = 2;

interface Input {
  readonly desired: DesiredState;
  readonly observed: ObservedState;
  readonly chosen: ImagesPart["chosen"];
  /** All others of the plan. */
  readonly actions: readonly Action[];
  readonly options: PlanOptions;
}

/**
 * Removes the images that Hashike brought for containers of the owners and that they do not need any more. Only where
 * images come into play at all: a plan that replaces or removes no container and brings no image looks at none.
 */
export function planOldImages(input: Input): PlanPart {
  const part = emptyPart();
  const { observed, actions } = input;
  const { broughtImages = [] } = observed;
  if (broughtImages.length === 0 || !actions.some(isAboutImages)) return part;
  const left = imagesLeft(input);
  const inUse = new Set(observed.containers.map(({ imageId }) => imageId));
  const pulls = idsOf(actions.filter(({ type }) => type === "image.pull"));
  // When all that nothing waits for has succeeded, everything has. The second removal waits for the first alone: edges from
  // each of them to all of these would grow with the square.
  let last = idsOf(leavesOf(actions));
  const needs = needsOf(input);
  for (const image of inOrder(broughtImages)) {
    const users = usersOf(image);
    if (image.otherNames.length > 0 || left.has(image.id) || !isDecidable(users, input)) continue;
    if (users.some((user) => needs(user).after.has(image.id))) continue;
    // One that nobody could need if the plan fails goes before it can: else each failure would leave one more.
    const isNeededNow = inUse.has(image.id) || users.some((user) => needs(user).before.has(image.id));
    const remove = addRemoval(part, image, { kind: "orphaned" }, isNeededNow ? last : pulls);
    if (isNeededNow && last.length > 1) last = [remove.id];
  }
  return part;
}

export function addRemoval(
  part: PlanPart,
  image: BroughtImage,
  cause: Cause,
  dependsOn: readonly string[],
): Action {
  const target: Target = { kind: "image", name: nameOf(image) };
  const remove = removeImage({ target, cause }, { imageId: image.id, dependsOn });
  addChange(part, { kind: "remove", target, cause, frees: image.bytes }, [remove]);
  return remove;
}

export function inOrder(images: readonly BroughtImage[]): readonly BroughtImage[] {
  return [...images].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function usersOf({ notes }: BroughtImage): readonly ImageUser[] {
  return notes.flatMap(({ users }) => users);
}

/** `app:1 (sha256:4f2a09c1be77)`: several images have had one name, one after the other. */
function nameOf({ id, notes }: BroughtImage): string {
  const latest = notes.reduce((best, note) => (note.number > best.number ? note : best), noNote);
  return `${latest.name} (${id.slice(0, shownIdLength)})`;
}

const noNote = { number: 0, name: "image" };
const shownIdLength = "sha256:".length + 12;

function isAboutImages({ type }: Action): boolean {
  return type === "image.pull" || type === "container.create" || type === "container.remove";
}

/** What is in use once the plan is carried out, and what references mean then. */
function imagesLeft({ observed, chosen, actions }: Input): ReadonlySet<string> {
  const removed = new Set(
    actions.flatMap((a) => (a.type === "container.remove" && "id" in a.container ? [a.container.id] : [])),
  );
  return new Set([
    ...observed.containers.filter(({ id }) => !removed.has(id)).map(({ imageId }) => imageId),
    ...[...chosen.values()].flatMap(({ identity, knownAs }) => [identity, ...knownAs]),
  ]);
}

/** What is noted for owners that are not applied now is not known to be needless, and 0 keeps all. */
function isDecidable(users: readonly ImageUser[], { desired, options }: Input): boolean {
  return users.every(
    ({ owner }) =>
      desired.owners.some((one) => isSameOwner(one, owner)) && retentionOf(owner, desired, options) > 0,
  );
}

function retentionOf(
  owner: Owner,
  { imageRetention }: DesiredState,
  { imageRetention: otherwise = defaultImageRetention }: PlanOptions,
): number {
  return imageRetention?.[ownerKey(owner)] ?? otherwise;
}

/** The images that are kept for one container of a manifest. */
interface Needs {
  /** As long as nothing of the plan is carried out. */
  readonly before: ReadonlySet<string | undefined>;
  readonly after: ReadonlySet<string | undefined>;
}

function needsOf({ desired, observed, chosen, actions, options }: Input): (user: ImageUser) => Needs {
  const specs = new Map(desired.containers.map((spec) => [containerKey(spec.owner, spec.name), spec]));
  const made = new Set(
    actions.flatMap((a) =>
      a.type === "container.create" ? [containerKey(a.container.owner, a.container.name)] : [],
    ),
  );
  const kept = keeper(observed);
  const found = new Map<string, Needs>();

  const find = (user: ImageUser): Needs => {
    const key = containerKey(user.owner, user.container);
    const count = retentionOf(user.owner, desired, options);
    const spec = specs.get(key);
    const next = made.has(key) ? chosen.get(spec?.image ?? "") : undefined;
    const toCome = next === undefined ? [] : ["id" in next.ref ? next.ref.id : undefined];
    const before = kept(user, [], count);
    return { before, after: spec === undefined ? new Set() : kept(user, toCome, count) };
  };
  return (user) => {
    const key = containerKey(user.owner, user.container);
    const needs = found.get(key) ?? find(user);
    found.set(key, needs);
    return needs;
  };
}
