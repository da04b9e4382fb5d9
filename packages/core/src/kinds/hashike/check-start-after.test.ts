import { describe, expect, it } from "vitest";
import { reasons, withSpec } from "../../objects/test-diagnose.ts";

const box = (name: string, startAfter?: string) =>
  `- {name: ${name}, image: nginx${startAfter === undefined ? "" : `, startAfter: [${startAfter}]`}}`;

describe("startAfter", () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ["one that is there", ["containers:", box("web", "db"), box("db")], []],
    [
      "one that is not there",
      ["containers:", box("web", "bd"), box("db")],
      [
        'spec.containers[0].startAfter[0]: no container under spec.containers is named "bd" [did you mean db?]',
      ],
    ],
    [
      "one that is not there, with a name like its own",
      ["containers:", box("web", "wbe")],
      ['spec.containers[0].startAfter[0]: no container under spec.containers is named "wbe"'],
    ],
    [
      "an init container",
      ["initContainers:", box("migrate"), "containers:", box("web", "migrate")],
      [
        'spec.containers[0].startAfter[0]: no container under spec.containers is named "migrate" [leave it out: init containers have run before all others start]',
      ],
    ],
    [
      "itself",
      ["containers:", box("web", "web")],
      ["spec.containers[0].startAfter[0]: waits for itself: web starts after web [leave one of them out]"],
    ],
    [
      "one that starts after it",
      ["containers:", box("web", "db"), box("db", "web")],
      [
        "spec.containers[0].startAfter[0]: waits for itself: web starts after db starts after web [leave one of them out]",
        "spec.containers[1].startAfter[0]: waits for itself: db starts after web starts after db [leave one of them out]",
      ],
    ],
  ])("of %s", (_what, spec, expected) => {
    expect(reasons(withSpec(...spec))).toEqual(expected);
  });

  it("is refused on an init container, which runs in its place in the list", () => {
    const spec = ["initContainers:", box("migrate", "web"), "containers:", box("web")];
    expect(reasons(withSpec(...spec))).toEqual([
      "spec.initContainers[0].startAfter: is for spec.containers: init containers run in their order [put the container further down in the list]",
    ]);
  });
});
