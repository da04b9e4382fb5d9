import { type Owner, ownerKey } from "../desired/desired-state.ts";
import type { ObservedState } from "../observed/observed-state.ts";
import type { Plan } from "./plan-types.ts";
import { keeper } from "./resources/kept-images.ts";
import { addRemoval, defaultImageRetention, inOrder, usersOf } from "./resources/plan-old-images.ts";
import { containerKey } from "./revisions/notes.ts";
import { emptyPart } from "./steps/part.ts";

/** Whose images an {@link planImagePrune} is about: everybody for whom Hashike has brought one. */
export function ownersOfImages({ broughtImages = [] }: ObservedState): readonly Owner[] {
  const owners = broughtImages.flatMap(usersOf).map(({ owner }) => [ownerKey(owner), owner] as const);
  return [...new Map(owners.sort(([a], [b]) => (a < b ? -1 : 1))).values()];
}

/**
 * Works out how to remove the images that Hashike brought and that nobody needs any more, whoever they were brought for.
 * Nothing is kept for a container that is no longer there.
 * @param imageRetention as `PlanOptions.imageRetention`, for all owners: what manifests say is not known here
 */
export function planImagePrune(observed: ObservedState, imageRetention = defaultImageRetention): Plan {
  const part = emptyPart();
  const { broughtImages = [], containers } = observed;
  const inUse = new Set(containers.map(({ imageId }) => imageId));
  const there = new Set(
    containers.flatMap(({ ownership, specName = "" }) =>
      ownership.kind === "owned" ? [containerKey(ownership.owner, specName)] : [],
    ),
  );
  const kept = keeper(observed);
  for (const image of inOrder(broughtImages)) {
    if (imageRetention === 0 || image.otherNames.length > 0 || inUse.has(image.id)) continue;
    const isKept = usersOf(image).some(
      (user) =>
        there.has(containerKey(user.owner, user.container)) && kept(user, [], imageRetention).has(image.id),
    );
    if (!isKept) addRemoval(part, image, { kind: "requested" }, []);
  }
  return {
    version: 1,
    owners: ownersOfImages(observed),
    changes: part.changes,
    actions: part.actions,
    unchanged: [],
    heldBack: [],
    troubled: [],
    outcomes: {},
    notices: [],
    facts: {},
  };
}
