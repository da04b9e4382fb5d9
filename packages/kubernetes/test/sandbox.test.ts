import type { ContainerSpec, DesiredState } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { desired, podWith, reasons } from "./pod.ts";

function named(state: DesiredState, name: string): ContainerSpec {
  const found = state.containers.find((spec) => spec.name === `default_posts${name}`);
  if (found === undefined) throw new Error(`no ${name} among ${state.containers.map((c) => c.name)}`);
  return found;
}

const two =
  "containers: [{name: x, image: a, ports: [{containerPort: 80, hostPort: 8080}]}, {name: y, image: b}]";

describe("a pod of several containers", () => {
  it("has a sandbox with its network, host ports and names, which its containers share", () => {
    const state = desired(podWith("hostname: front", "hostAliases: [{ip: 10.0.0.1, hostnames: [db]}]", two));
    expect(state.containers.map(({ name, role }) => [name, role])).toEqual([
      ["default_posts", "sandbox"],
      ["default_posts_x", "main"],
      ["default_posts_y", "main"],
    ]);
    expect(named(state, "")).toMatchObject({
      hostname: "front",
      ports: [{ containerPort: 80, hostPort: 8080 }],
      hostAliases: [{ ip: "10.0.0.1" }],
      networks: ["hashike"],
    });
    const member = named(state, "_x");
    expect(member).toMatchObject({
      pod: { sandbox: "default_posts" },
      networks: [],
      ports: [],
      hostAliases: [],
      startAfter: ["default_posts"],
    });
    expect(member).not.toHaveProperty("hostname");
    expect(state.images.map(({ scheme }) => scheme)).toContain("hashike");
  });

  it("starts its sandbox, its init containers and its sidecars in order before the others", () => {
    const state = desired(
      podWith("initContainers: [{name: i, image: a}, {name: s, image: a, restartPolicy: Always}]", two),
    );
    expect(named(state, "_i")).toMatchObject({ role: "init", startAfter: ["default_posts"] });
    expect(named(state, "_s")).toMatchObject({ role: "sidecar", startAfter: ["default_posts_i"] });
    expect(named(state, "_y").startAfter).toEqual(["default_posts_s"]);
  });

  it.each([
    ["shared processes", "shareProcessNamespace: true"],
    ["a sidecar", "initContainers: [{name: s, image: a, restartPolicy: Always}]"],
  ])("has one for %s, even where there is one container", (_what, line) => {
    const state = desired(podWith(line, "containers: [{name: x, image: a}]"));
    expect(named(state, "").role).toBe("sandbox");
  });

  it("has none where one container is alone, or all are on the host's network", () => {
    const alone = desired(
      podWith("initContainers: [{name: i, image: a}]", "containers: [{name: x, image: a}]"),
    );
    expect(alone.containers.map(({ role }) => role)).toEqual(["init", "main"]);
    const onHost = desired(
      podWith("hostNetwork: true", "containers: [{name: x, image: a}, {name: y, image: b}]"),
    );
    expect(onHost.containers.map(({ hostNetwork, pod }) => [hostNetwork, pod])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
  });

  it("shares memory by a volume that its sandbox keeps mounted, read-only", () => {
    const mount = "volumeMounts: [{name: m, mountPath: /m}]";
    const state = desired(
      podWith(
        "volumes: [{name: m, emptyDir: {medium: Memory, sizeLimit: 1Mi}}]",
        `containers: [{name: x, image: a, ${mount}}, {name: z, image: b, ${mount}}]`,
      ),
    );
    const [volume] = state.volumes;
    expect(volume?.driver?.options).toEqual({ type: "tmpfs", device: "tmpfs", o: "size=1048576,mode=0777" });
    expect(named(state, "").mounts).toEqual([
      { type: "volume", volume: volume?.name, target: "/held/0", readOnly: true },
    ]);
    expect(named(state, "_z").mounts).toMatchObject([{ type: "volume", volume: volume?.name, target: "/m" }]);
  });

  it("is refused on the host's network where it shares what only a sandbox has", () => {
    const mount = "volumeMounts: [{name: m, mountPath: /m}]";
    expect(
      reasons(
        podWith(
          "hostNetwork: true",
          "shareProcessNamespace: true",
          "volumes: [{name: m, emptyDir: {medium: Memory}}]",
          `containers: [{name: x, image: a, ${mount}}, {name: z, image: b, ${mount}}]`,
        ),
      ),
    ).toEqual([
      "spec.shareProcessNamespace: cannot be had together with hostNetwork [leave out one of the two]",
      "spec.volumes[0].emptyDir.medium: cannot be shared by several containers together with hostNetwork [leave out one of the two]",
    ]);
  });
});
