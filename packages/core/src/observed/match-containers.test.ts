import { describe, expect, it } from "vitest";
import { containerSpec, testOwner } from "../testing/builders.ts";
import { candidateSuffix, retiredSuffix } from "./container-names.ts";
import { matchContainers } from "./match-containers.ts";
import type { ObservedContainer } from "./observed-state.ts";

const other = { ...testOwner, name: "other" };

function container(name: string, fields: Partial<ObservedContainer> = {}): ObservedContainer {
  return {
    id: `id-of-${name}`,
    name,
    ownership: { kind: "owned", owner: { ...testOwner } },
    specName: name,
    state: "running",
    exitedZero: false,
    createdAtSeconds: 0,
    image: "app:1",
    imageId: "app-id",
    networks: [{ network: "hashike", networkId: "net" }],
    publishedPorts: [],
    statusText: "",
    ...fields,
  };
}

const specs = [containerSpec({ name: "api" }), containerSpec({ name: "web" })];

function match(observed: readonly ObservedContainer[]) {
  const { current, orphans, leftovers } = matchContainers(specs, [testOwner], observed, []);
  const namesOf = (list: readonly ObservedContainer[]) => list.map((c) => c.name);
  return {
    current: [...current].map(([name, c]) => [name, c.name]),
    orphans: namesOf(orphans),
    leftovers: namesOf(leftovers),
  };
}

describe("matching containers", () => {
  it("gives a spec nobody where only a candidate is there, which is left over", () => {
    const candidate = container(`web${candidateSuffix}`, { specName: "web", state: "created" });
    expect(match([candidate])).toEqual({ current: [], orphans: [], leftovers: [candidate.name] });
  });

  it("leaves alone what belongs to others, whoever comes before it", () => {
    const theirs = (name: string) => container(name, { ownership: { kind: "owned", owner: { ...other } } });
    expect(match([theirs("web"), container("api"), theirs("old"), container("gone")])).toEqual({
      current: [["api", "api"]],
      orphans: ["gone"],
      leftovers: [],
    });
  });

  it("is the same in whatever order an engine lists them", () => {
    const all = [
      container("web"),
      container("a-helper", { role: "helper" }),
      container(`web${retiredSuffix}`, { specName: "web", state: "exited" }),
      container("orphan"),
      container("api"),
      container("another-orphan"),
    ];
    expect(match(all)).toEqual({
      current: [
        ["api", "api"],
        ["web", "web"],
      ],
      orphans: ["another-orphan", "orphan"],
      leftovers: ["a-helper", `web${retiredSuffix}`],
    });
    expect(match([...all].reverse())).toEqual(match(all));
  });
});
