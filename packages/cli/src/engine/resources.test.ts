import type { ObservedContainer, ObservedState } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { tableText } from "../render/layout/table-text.ts";
import { headingsOf, listResources } from "./resources.ts";
import { observedContainer } from "./test-observed.ts";

const owner = { kind: "Hashike", namespace: "my-project", name: "rest-api" };
const owned = { kind: "owned", owner } as const;
const container = (name: string, more: Partial<ObservedContainer> = {}): ObservedContainer =>
  observedContainer({
    id: `${name}0123456789abcdef`,
    name,
    ownership: owned,
    role: "main",
    record: '{"image":"nginx:alpine-slim"}',
    image: `sha256:${"6bb7a3a239fb".padEnd(64, "0")}`,
    networks: [{ network: "hashike", networkId: "n1" }],
    ...more,
  });
const port = { hostIp: "0.0.0.0", hostPort: 8000, containerPort: 80, protocol: "tcp" } as const;
const observed: ObservedState = {
  engine: { description: "", apiVersion: "", nowSeconds: 0, updatablePaths: [] },
  revisions: [],
  images: [],
  hostPaths: [],
  networks: [
    { id: "n1", name: "hashike", ownership: { kind: "unowned" }, isPark: false },
    { id: "n2", name: "bridge", ownership: { kind: "foreign" }, isPark: false },
  ],
  volumes: [
    { name: "data", ownership: owned },
    { name: "theirs", ownership: { kind: "foreign" } },
  ],
  containers: [
    container("web", {
      restarts: 0,
      publishedPorts: [port, { ...port, hostIp: "::" }, { ...port, hostIp: "::1", hostPort: 81 }],
    }),
    container("old", { ownership: { kind: "unowned" }, statusText: "", record: "cut {" }),
    container("theirs", { ownership: { kind: "foreign" } }),
    container("helper", { role: "helper" }),
  ],
};
const list = (kind: "containers" | "volumes" | "networks", namespace?: string) =>
  listResources(kind, observed, { namespace, nowMs: 4_600_000 });

describe("listResources", () => {
  it("lists Hashike's containers as kubectl would, and nobody else's", () => {
    expect(
      tableText(
        headingsOf.containers.cells,
        list("containers").map((r) => r.cells),
      ),
    ).toBe(
      [
        "NAMESPACE    OWNER              NAME   READY   STATUS    RESTARTS   IMAGE                 PORTS                            AGE",
        "-            -                  old    1/1     running   -          sha256:6bb7a3a239fb   -                                60m",
        "my-project   hashike/rest-api   web    1/1     running   0          nginx:alpine-slim     [::1]:81->80/tcp, 8000->80/tcp   60m",
        "",
      ].join("\n"),
    );
  });

  it("keeps to a namespace", () => {
    expect(list("containers", "my-project").map((r) => r.name)).toEqual(["web"]);
    expect(list("volumes", "other")).toEqual([]);
  });

  it("lists volumes with their owner, and networks with who is on them", () => {
    expect(list("volumes").map((r) => r.cells)).toEqual([["my-project", "hashike/rest-api", "data"]]);
    expect(list("networks").map((r) => [...r.cells, ...r.wideCells])).toEqual([
      ["hashike", "n1", "helper, old, theirs, web"],
    ]);
  });

  it("keeps the record out of what it gives to scripts", () => {
    expect(list("containers")[1]?.data).not.toHaveProperty("record");
  });
});
