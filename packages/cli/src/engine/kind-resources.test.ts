import type { ObservedContainer } from "@hashike/core";
import { expect, it } from "vitest";
import { tableText } from "../render/layout/table-text.ts";
import { kindHeadings, listOfKind } from "./kind-resources.ts";
import { observedContainer, observedState } from "./test-observed.ts";

const owned = (name: string, namespace = "default", kind = "Pod") =>
  ({ kind: "owned", owner: { kind, namespace, name } }) as const;
const container = (pod: string, name: string, more: Partial<ObservedContainer> = {}): ObservedContainer =>
  observedContainer({
    id: name,
    name: `default_${pod}_${name}`,
    ownership: owned(pod),
    role: "main",
    record: '{"image":"nginx:1"}',
    ...more,
  });
const ended = { state: "exited", exitedZero: true, exitCode: 0 } as const;
const failed = { state: "exited", exitedZero: false, exitCode: 7 } as const;
const at = (address: string) => ({
  networks: [{ network: "hashike", networkId: "n", addresses: [address] }],
});

const rows = (containers: readonly ObservedContainer[], showsNamespace = false, namespace?: string) =>
  listOfKind({ kind: "Pod" }, observedState(containers), { namespace, showsNamespace, nowMs: 4_600_000 });
const cells = (...containers: readonly ObservedContainer[]) => rows(containers).map((r) => r.cells);

it("a pod is one row, with the columns of kubectl", () => {
  const all = [
    container("web", "app", { restarts: 2, startedAtSeconds: 4000 }),
    container("web", "log", { role: "sidecar", restarts: 1, startedAtSeconds: 4540, createdAtSeconds: 4000 }),
    container("web", "first", { role: "init", ...ended }),
    container("web", "sandbox", { role: "sandbox", ...at("172.18.0.2") }),
    container("web", "help", { role: "helper" }),
    container("db", "db", { ownership: owned("db", "other"), ...at("172.18.0.3") }),
    container("no", "pod", { ownership: owned("no", "default", "Hashike") }),
  ];
  const { cells: narrow, wide } = kindHeadings({ showsNamespace: true });
  expect(
    tableText(
      [...narrow, ...wide],
      rows(all, true).map((r) => [...r.cells, ...r.wideCells]),
    ),
  ).toBe(
    [
      "NAMESPACE   NAME   READY   STATUS    RESTARTS      AGE   IP           IMAGES",
      "default     web    2/2     running   3 (60s ago)   60m   172.18.0.2   nginx:1",
      "other       db     1/1     running   0             60m   172.18.0.3   nginx:1",
      "",
    ].join("\n"),
  );
  expect(rows(all, false, "other").map((r) => r.name)).toEqual(["db"]);
  expect(kindHeadings({ showsNamespace: false }).cells[0]).toBe("NAME");
});

it("the container that is worst off says how a pod does", () => {
  const init = container("web", "first", { role: "init", ...ended });
  const app = container("web", "app");
  const log = (more: Partial<ObservedContainer>) => container("web", "log", { role: "sidecar", ...more });
  const done = container("web", "app", { ...ended, record: '{"restartPolicy":"Never"}' });
  const sandbox = (more: Partial<ObservedContainer> = {}) =>
    container("web", "sandbox", { role: "sandbox", ...more });
  const told = (...all: readonly ObservedContainer[]) => cells(...all)[0]?.slice(1, 3);
  expect(told(init, app, log({ isUnhealthy: true }))).toEqual(["1/2", "unhealthy"]);
  expect(told(app, log({ state: "restarting", exitCode: 7 }))).toEqual(["1/2", "restarting (exit code 7)"]);
  expect(told(app, log({ state: "paused" }))).toEqual(["1/2", "paused"]);
  expect(told(app, log({ statusText: "Up 2 seconds (health: starting)" }))).toEqual(["1/2", "starting"]);
  expect(told({ ...init, ...failed })).toEqual(["0/0", "exited (7)"]);
  expect(told(init, done, sandbox())).toEqual(["0/1", "completed"]);
  expect(told(app, sandbox(failed))).toEqual(["1/1", "exited (7)"]);
});

it("counts a container once while it is replaced", () => {
  const app = container("web", "app");
  const next = { ...app, id: "next", name: "default_web_app.next", specName: app.name };
  expect(cells({ ...app, specName: app.name }, next)[0]?.[1]).toBe("1/1");
  expect(cells(next)[0]?.[1]).toBe("1/1");
});

it("scripts get the names of the containers, in the pod and on the engine", () => {
  expect(rows([container("web", "app", { restarts: 2 })])[0]?.data).toMatchObject({
    kind: "Pod",
    namespace: "default",
    name: "web",
    ready: true,
    status: "running",
    restarts: 2,
    containers: [{ name: "app", container: "default_web_app", role: "main", image: "nginx:1" }],
  });
});
