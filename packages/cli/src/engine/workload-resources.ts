import type { KindDefinition, ObservedContainer, ObservedState } from "@hashike/core";
import { formatAge } from "../render/layout/units.ts";
import { imageWords } from "../render/words/image-words.ts";
import { isStaying, podWork } from "../render/words/pod-words.ts";
import { inPlace, type KindListing } from "./kind-resources.ts";
import { byOwner, podOwnerOf } from "./pods.ts";
import type { Headings, Resource } from "./resources.ts";

/** Pods of one owner, counted. */
interface Counts {
  readonly pods: number;
  readonly ready: number;
  /** Made from the same template as the one that was made last. */
  readonly upToDate: number;
}

type Column = readonly [heading: string, cell: (counts: Counts) => string];

const readyOfAll: Column = ["READY", ({ ready, pods }) => `${ready}/${pods}`];
const desired: Column = ["DESIRED", ({ pods }) => String(pods)];
const current: Column = ["CURRENT", ({ pods }) => String(pods)];
const ready: Column = ["READY", (counts) => String(counts.ready)];
const upToDate: Column = ["UP-TO-DATE", (counts) => String(counts.upToDate)];
const available: Column = ["AVAILABLE", (counts) => String(counts.ready)];

/** What kubectl shows of each kind between the name and the age. */
const columnsOf: Readonly<Record<string, readonly Column[]>> = {
  Deployment: [readyOfAll, upToDate, available],
  ReplicaSet: [desired, current, ready],
  ReplicationController: [desired, current, ready],
  StatefulSet: [readyOfAll],
  DaemonSet: [desired, current, ready, upToDate, available],
};

/** The table of owners of several pods, as kubectl has it; `undefined` for other kinds. */
export function workloadTable(
  { kind }: Pick<KindDefinition, "kind">,
  { containers, engine }: ObservedState,
  { namespace, showsNamespace, nowMs }: KindListing,
): { readonly headings: Headings; readonly resources: readonly Resource[] } | undefined {
  const columns = columnsOf[kind];
  if (columns === undefined) return undefined;
  const owned = byOwner(containers, (owner) =>
    owner.kind === kind && (namespace ?? owner.namespace) === owner.namespace ? owner : undefined,
  );
  const resources = owned.map(({ owner, containers: all }): Resource => {
    const pods = byOwner(inPlace(all), podOwnerOf);
    const isReady = pods.filter(({ containers: own }) => {
      const work = podWork(own, engine);
      return work.total > 0 && work.ready === work.total;
    });
    const counts = { pods: pods.length, ready: isReady.length, upToDate: upToDateOf(pods) };
    const createdAtSeconds = Math.min(...all.map((c) => c.createdAtSeconds));
    return {
      name: owner.name,
      cells: [
        ...(showsNamespace ? [owner.namespace] : []),
        owner.name,
        ...columns.map(([, cell]) => cell(counts)),
        formatAge(nowMs / 1000 - createdAtSeconds),
      ],
      wideCells: [[...new Set(all.filter(isStaying).map(imageWords))].join(",")],
      labels: all.find(({ labels }) => labels !== undefined)?.labels ?? {},
      data: { ...owner, ...counts, createdAtSeconds, podNames: pods.map((pod) => pod.owner.name) },
    };
  });
  const cells = [
    ...(showsNamespace ? ["NAMESPACE"] : []),
    "NAME",
    ...columns.map(([heading]) => heading),
    "AGE",
  ];
  return { headings: { cells, wide: ["IMAGES"] }, resources };
}

/** What a controller of Kubernetes calls a template, by the labels that it gives pods. */
function templateOf({ labels = {} }: ObservedContainer): string | undefined {
  return labels["pod-template-hash"] ?? labels["controller-revision-hash"];
}

function upToDateOf(pods: readonly { readonly containers: readonly ObservedContainer[] }[]): number {
  const [newest] = pods
    .flatMap(({ containers }) => containers)
    .sort((a, b) => b.createdAtSeconds - a.createdAtSeconds || (a.id < b.id ? 1 : -1));
  const template = newest && templateOf(newest);
  return pods.filter(({ containers }) => containers.every((c) => templateOf(c) === template)).length;
}
