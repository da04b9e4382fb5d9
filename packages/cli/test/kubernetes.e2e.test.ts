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

  it("are listed as kubectl does: those of namespace default, unless another one or all are asked for", async () => {
    await using workspace = await createWorkspace();
    const own = "apiVersion: v1\nkind: Pod\nmetadata: {name: db, labels: {app: db, tier: back}}\n";
    const db = `${own}spec: {containers: [{name: pg, image: "postgres:16"}]}\n`;
    await workspace.write("pods.yml", [pod, db].join("---\n"));
    await workspace.engine(["apply", "pods.yml", "--quiet"]);
    const get = (...args: readonly string[]) => workspace.engine(["get", "pods", ...args]);
    expect((await get()).stdout).toMatch(/^NAME +READY [^\n]*\ndb +1\/1 [^\n]*\n$/);
    expect((await get("-A")).stdout).toMatch(/^NAMESPACE +NAME .*\ndefault +db .*\nshop +web .*\n$/);
    expect((await get("-n", "shop", "-o", "name")).stdout).toBe("pod/web\n");
    expect((await get("-l", "app=db,!none", "--show-labels", "--no-headers")).stdout).toMatch(
      /^db .* app=db,tier=back\n$/,
    );
    expect(await get("-l", "app=web")).toEqual({
      code: 0,
      stdout: "",
      stderr: "No resources found in default namespace.\n",
    });
    expect((await get("-A", "-l", "app=web")).stderr).toBe("No resources found\n");
    expect((await get("-n", "shop", "-o", "yaml")).stdout).toMatch(/^- addresses: [\s\S]*\n {2}name: web\n/);
    expect((await get("db", "web")).code).toBe(1);
    expect(await get("-l", "app >> 1")).toMatchObject({ code: 64 });
    expect(await get("-o", "jsonpath={.items}")).toMatchObject({
      code: 64,
      stderr: expect.stringContaining("Allowed choices are table, wide, name, json, yaml"),
    });
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
