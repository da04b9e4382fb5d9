import { describe, expect, it } from "vitest";
import { createWorkspace } from "./support/workspace.ts";

const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  tolerations: [{operator: Exists}]
  containers: [{name: nginx, image: "nginx:1"}]
`;
const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n";
const widget = "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: w}\n";

describe("manifests of Kubernetes", () => {
  it("are applied, found by their kind and deleted", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("pod.yml", [namespace, pod].join("---\n"));
    const applied = await workspace.engine(["apply", "pod.yml"]);
    expect(applied.code).toBe(0);
    expect(applied.stderr).toContain("notice: spec.tolerations: is ignored: there is only one host");
    expect((await workspace.engine(["get"])).stdout).toMatch(/\nshop +pod\/web +shop_web_nginx /);
    expect((await workspace.engine(["apply", "pod.yml"])).stdout).toContain("nothing to do");
    expect((await workspace.engine(["delete", "pod/web", "-n", "shop"])).code).toBe(0);
    expect((await workspace.engine(["get", "-o", "name"])).stdout).toBe("");
  });

  it("that want nothing here are no mistake", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("namespace.yml", namespace);
    expect(await workspace.engine(["apply", "namespace.yml"])).toMatchObject({ code: 0 });
  });

  it("are refused by --strict for what is only told else", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("pod.yml", pod);
    const { code, stderr } = await workspace.run(["validate", "pod.yml", "--strict"]);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringMatching(/^pod\.yml:5:3: spec\.tolerations: is ignored: .*\nerror: 1 mistake/),
    });
  });

  it("of unknown kinds are left out by --ignore-unknown", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("pod.yml", [pod, widget].join("---\n"));
    expect(await workspace.run(["validate", "pod.yml"])).toMatchObject({ code: 3 });
    const { code, stdout, stderr } = await workspace.run(["validate", "pod.yml", "--ignore-unknown"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "pod/web in shop: shop_web_nginx\nValid: 1 manifest, 1 container.\n",
    });
    expect(stderr).toContain("1 Widget ignored: not a known kind");
  });
});
