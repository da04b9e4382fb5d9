import type { ObservedContainer } from "@hashike/core";
import { expect, it } from "vitest";
import { listOfKind } from "./kind-resources.ts";
import { shortName } from "./short-name.ts";
import { observedContainer, observedState } from "./test-observed.ts";
import { workloadTable } from "./workload-resources.ts";

const container = (slot: number, hash: string, more: Partial<ObservedContainer> = {}): ObservedContainer =>
  observedContainer({
    id: `${hash}-${slot}`,
    name: `default_web-${slot}_c`,
    specName: `default_web-${slot}_c`,
    ownership: { kind: "owned", owner: { kind: "Deployment", namespace: "default", name: "web" } },
    podName: `web-${slot}`,
    labels: { app: "web", "pod-template-hash": hash },
    role: "main",
    createdAtSeconds: 1000 + slot,
    statusText: "Up",
    ...more,
  });
const failed = { state: "exited", exitedZero: false, exitCode: 1 } as const;

const listing = { namespace: undefined, showsNamespace: false, nowMs: 4_600_000 };

/** In the middle of a rollout: the first pod is new, the last one does not work, and one is being replaced. */
const rolling = [
  container(0, "b", { createdAtSeconds: 4000 }),
  container(1, "a"),
  container(1, "b", { id: "new", name: "default_web-1_c.hashike-new", createdAtSeconds: 4500 }),
  container(2, "a", failed),
];

it("a Deployment is one row, with kubectl's columns and how far it is rolled out", () => {
  const table = workloadTable({ kind: "Deployment" }, observedState(rolling), listing);
  expect(table?.headings.cells).toEqual(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"]);
  expect(table?.resources.map(({ cells }) => cells)).toEqual([["web", "2/3", "1", "2", "59m"]]);
  expect(table?.resources[0]?.data).toMatchObject({ podNames: ["web-0", "web-1", "web-2"] });
});

it("other kinds have theirs, and a Pod has none of these", () => {
  const headings = (kind: string) =>
    workloadTable({ kind }, observedState([]), { ...listing, showsNamespace: true })?.headings.cells;
  expect(headings("StatefulSet")).toEqual(["NAMESPACE", "NAME", "READY", "AGE"]);
  expect(headings("ReplicaSet")).toEqual(["NAMESPACE", "NAME", "DESIRED", "CURRENT", "READY", "AGE"]);
  expect(headings("Pod")).toBeUndefined();
});

it("its pods are among the pods, under their own names", () => {
  const pods = listOfKind({ kind: "Pod" }, observedState(rolling), listing);
  expect(pods.map(({ name, cells }) => [name, cells[1]])).toEqual([
    ["web-0", "1/1"],
    ["web-1", "1/1"],
    ["web-2", "0/1"],
  ]);
  expect(shortName(container(0, "a"))).toBe("c");
});
