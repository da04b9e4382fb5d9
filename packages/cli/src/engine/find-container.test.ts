import type { ObservedContainer } from "@hashike/core";
import { expect, it } from "vitest";
import { findContainer } from "./find-container.ts";
import { observedContainer } from "./test-observed.ts";

const container = (pod: string, name: string, more: Partial<ObservedContainer> = {}): ObservedContainer =>
  observedContainer({
    id: name,
    name: `default_${pod}_${name}`,
    ownership: { kind: "owned", owner: { kind: "Pod", namespace: "default", name: pod } },
    role: "main",
    ...more,
  });
const web = [
  container("web", "app", { position: 1 }),
  container("web", "first", { role: "init", createdAtSeconds: 900 }),
  container("web", "nginx", { createdAtSeconds: 1001 }),
  container("web", "sandbox", { role: "sandbox" }),
];
const find = (name: string, named?: string, all: readonly ObservedContainer[] = web) => {
  const found = findContainer({ name, ref: { name }, container: named }, all, undefined);
  return [found.container.id, found.defaulted];
};

it("without a name it is the first container of the pod as it is written, and kubectl's line says so", () => {
  expect(find("web")).toEqual(["nginx", 'Defaulted container "nginx" out of: nginx, app, first (init)\n']);
});

it("one that is named, or alone, needs no such line", () => {
  expect(find("web", "app")).toEqual(["app", undefined]);
  expect(find("web", "first")).toEqual(["first", undefined]);
  expect(find("default_web_app")).toEqual(["app", undefined]);
  expect(find("db", undefined, [container("db", "pg")])).toEqual(["pg", undefined]);
});

it("of several pods it is in one that runs", () => {
  const all = [
    container("web", "a", { podName: "web-0", state: "exited" }),
    container("web", "b", { podName: "web-1" }),
  ];
  expect(find("web", undefined, all)).toEqual(["b", undefined]);
});

it("while one is replaced, it is the one in its place", () => {
  const old = container("db", "old", { name: "default_db_pg.hashike-old", specName: "default_db_pg" });
  expect(find("db", undefined, [old, container("db", "pg")])).toEqual(["pg", undefined]);
});

it("two owners of one name are asked about", () => {
  const other = { kind: "owned", owner: { kind: "Pod", namespace: "shop", name: "web" } } as const;
  const all = [container("web", "a"), container("web", "b", { name: "shop_web_b", ownership: other })];
  expect(() => find("web", undefined, all)).toThrow("not one owner but Pod/default/web and Pod/shop/web");
});
