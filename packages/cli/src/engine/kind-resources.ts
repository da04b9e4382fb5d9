import type { KindDefinition, ObservedContainer, ObservedState, Owner } from "@hashike/core";
import { formatAge } from "../render/layout/units.ts";
import { imageWords } from "../render/words/image-words.ts";
import { isStaying, podWork } from "../render/words/pod-words.ts";
import { byOwner, podOwnerOf } from "./pods.ts";
import type { Resource } from "./resources.ts";
import { shortName } from "./short-name.ts";

export interface KindListing {
  /** Absent: all. */
  readonly namespace: string | undefined;
  /** Whether each row begins with its namespace. */
  readonly showsNamespace: boolean;
  readonly nowMs: number;
}

/** The table of owners of a kind, as kubectl has it for pods. */
export function kindHeadings({ showsNamespace }: Pick<KindListing, "showsNamespace">) {
  return {
    cells: [...(showsNamespace ? ["NAMESPACE"] : []), "NAME", "READY", "STATUS", "RESTARTS", "AGE"],
    wide: ["IP", "IMAGES"],
  };
}

/** The owners of a kind that have containers, by namespace and name; of pods also those of other owners. */
export function listOfKind(
  { kind }: Pick<KindDefinition, "kind">,
  observed: ObservedState,
  listing: KindListing,
): readonly Resource[] {
  return byOwner(observed.containers, (owner, container) => {
    const found = podOwnerOf(owner, container);
    return found.kind === kind && (listing.namespace ?? found.namespace) === found.namespace
      ? found
      : undefined;
  }).map(({ owner, containers }) => resourceOf(owner, inPlace(containers), observed, listing));
}

/** While one is replaced, there are two of it: the one that has its name counts. */
export function inPlace(containers: readonly ObservedContainer[]): readonly ObservedContainer[] {
  const placed = new Set(containers.filter((c) => c.name === specNameOf(c)).map(specNameOf));
  return containers.filter((c) => c.name === specNameOf(c) || !placed.has(specNameOf(c)));
}

function specNameOf({ name, specName = name }: ObservedContainer): string {
  return specName;
}

function resourceOf(
  owner: Owner,
  containers: readonly ObservedContainer[],
  { engine }: ObservedState,
  { showsNamespace, nowMs }: KindListing,
): Resource {
  const { ready, total, status, restarts } = podWork(containers, engine);
  const createdAtSeconds = Math.min(...containers.map((c) => c.createdAtSeconds));
  const addresses = unique(containers.flatMap((c) => c.networks.flatMap((n) => n.addresses ?? [])));
  const labels = containers.find((c) => c.labels !== undefined)?.labels ?? {};
  const images = unique(containers.filter(isStaying).map(imageWords));
  return {
    name: owner.name,
    cells: [
      ...(showsNamespace ? [owner.namespace] : []),
      owner.name,
      `${ready}/${total}`,
      status,
      restarts,
      formatAge(nowMs / 1000 - createdAtSeconds),
    ],
    wideCells: [addresses.join(","), images.join(",")],
    labels,
    data: {
      ...owner,
      labels,
      ready: total > 0 && ready === total,
      status,
      restarts: containers.reduce((sum, c) => sum + (c.restarts ?? 0), 0),
      createdAtSeconds,
      addresses,
      containers: containers.map((c) => ({
        name: shortName(c),
        container: c.name,
        role: c.role,
        image: imageWords(c),
      })),
    },
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
