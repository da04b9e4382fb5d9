import { describe, expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { reasons, withContainer } from "../../objects/test-diagnose.ts";

const at = "spec.containers[0].engineOptions";

describe("engineOptions", () => {
  it("reach the spec as they are written", () => {
    const text = withContainer('engineOptions: {KernelMemory: 1024, Runtime: runsc, x-a: ["b", {c: true}]}');
    const [web] = buildDesiredState(parseManifests(text, { file: "m.yml" })).containers;
    expect(web?.engineOptions).toEqual({ KernelMemory: 1024, Runtime: "runsc", "x-a": ["b", { c: true }] });
  });

  it("are no field of a spec when there are none", () => {
    const [web] = buildDesiredState(
      parseManifests(withContainer("engineOptions: {}"), { file: "m.yml" }),
    ).containers;
    expect(web).not.toHaveProperty("engineOptions");
  });

  it.each([
    [
      "{Memory: 5}",
      `${at}.Memory: cannot be passed on: it has a field in the manifest [write resources.limits.memory]`,
    ],
    [
      "{binds: []}",
      `${at}.binds: cannot be passed on: it has a field in the manifest [write volumeMounts, with`,
    ],
    ["{NETWORKMODE: host}", "[write hostNetwork: true for the host's, and networks for others]"],
    [
      "{AutoRemove: true}",
      `${at}.AutoRemove: cannot be passed on: Hashike removes containers itself [leave it out]`,
    ],
    ["{runtime: runsc}", `${at}.runtime: is written in another case by the engine [write Runtime]`],
    ["{Runtim: runsc}", `notice ${at}.Runtim: is no field of HostConfig`],
    ["{Runtim: runsc}", '[did you mean "Runtime"?]'],
    ["Runtime", `${at}: must be a mapping, got a string`],
  ])("%s is a located mistake", (options, told) => {
    const found = reasons(withContainer(`engineOptions: ${options}`));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(told);
  });

  it("of an init container are checked, too", () => {
    const text = withContainer().replace(
      "  volumes:",
      "  initContainers: [{name: first, image: busybox, engineOptions: {Binds: []}}]\n  volumes:",
    );
    expect(reasons(text)).toEqual([expect.stringContaining("spec.initContainers[0].engineOptions.Binds")]);
  });
});
