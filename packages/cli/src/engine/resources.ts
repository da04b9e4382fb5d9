import type { EngineFacts, ObservedContainer, ObservedState, Ownership } from "@hashike/core";
import type { resourceKinds } from "../args/command-table.ts";
import { isOurs, ownerWords } from "../args/owner-ref.ts";
import { formatAge } from "../render/layout/units.ts";
import { portsText } from "../render/ports-text.ts";
import { imageWords } from "../render/words/image-words.ts";
import { restartsText, workOf } from "../render/words/work-words.ts";

/** What an engine has, and shows as it has it. */
export type ResourceKind = Exclude<(typeof resourceKinds)[number], "objects">;

/** A row of `hashike get`: the table's cells, and what `-o json` gives. */
export interface Resource {
  readonly name: string;
  readonly cells: readonly string[];
  /** Further cells of `-o wide`. */
  readonly wideCells: readonly string[];
  readonly data: unknown;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Headings {
  readonly cells: readonly string[];
  /** Further ones of `-o wide`. */
  readonly wide: readonly string[];
}

export const headingsOf: Readonly<Record<ResourceKind, Headings>> = {
  containers: {
    cells: ["NAMESPACE", "OWNER", "NAME", "READY", "STATUS", "RESTARTS", "IMAGE", "PORTS", "AGE"],
    wide: ["ID", "ROLE", "NETWORKS", "ENGINE SAYS"],
  },
  volumes: { cells: ["NAMESPACE", "OWNER", "NAME"], wide: [] },
  networks: { cells: ["NAME"], wide: ["ID", "CONTAINERS"] },
};

/** What Hashike looks after, of one kind, sorted as the table reads. */
export function listResources(
  kind: ResourceKind,
  observed: ObservedState,
  { namespace, nowMs }: { readonly namespace: string | undefined; readonly nowMs: number },
): readonly Resource[] {
  const ours = <T extends { readonly ownership: Ownership }>(all: readonly T[]) =>
    all.filter((one) => isOurs(one.ownership, namespace));
  switch (kind) {
    case "containers":
      return ours(observed.containers)
        .filter((c) => c.role !== "helper")
        .map((c) => containerResource(c, observed.engine, nowMs))
        .sort(byCells);
    case "volumes":
      return ours(observed.volumes)
        .map((v) => ({
          name: v.name,
          cells: [...ownerCells(v.ownership), v.name],
          wideCells: [],
          data: v,
          labels: {},
        }))
        .sort(byCells);
    case "networks":
      // Networks have no namespace: what Hashike runs shares them.
      return observed.networks
        .filter((n) => n.ownership.kind !== "foreign")
        .map((n) => ({
          name: n.name,
          cells: [n.name],
          wideCells: [n.id.slice(0, 12), usersOf(n.name, observed)],
          data: n,
          labels: {},
        }))
        .sort(byCells);
  }
}

function containerResource(container: ObservedContainer, engine: EngineFacts, nowMs: number): Resource {
  const { ready, status } = workOf(container, engine);
  // The record is for the planner; it may be long, and it is not the container's state.
  const { record: _record, ...data } = container;
  return {
    name: container.name,
    cells: [
      ...ownerCells(container.ownership),
      container.name,
      ready ? "1/1" : "0/1",
      status,
      restartsText(container, engine),
      imageWords(container),
      portsText(container.publishedPorts),
      formatAge(nowMs / 1000 - container.createdAtSeconds),
    ],
    wideCells: [
      container.id.slice(0, 12),
      container.role ?? "",
      container.networks.map((n) => n.network).join(", "),
      container.statusText,
    ],
    data: { ...data, ready, status },
    labels: container.labels ?? {},
  };
}

function ownerCells(ownership: Ownership): readonly string[] {
  return ownership.kind === "owned" ? [ownership.owner.namespace, ownerWords(ownership.owner)] : ["", ""];
}

function usersOf(network: string, observed: ObservedState): string {
  return observed.containers
    .filter((c) => c.networks.some((n) => n.network === network))
    .map((c) => c.name)
    .sort()
    .join(", ");
}

function byCells(a: Resource, b: Resource): number {
  const [x, y] = [a.cells.slice(0, 3).join(" "), b.cells.slice(0, 3).join(" ")];
  return x < y ? -1 : x > y ? 1 : 0;
}
