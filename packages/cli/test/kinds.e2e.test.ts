import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { quickstart } from "./support/manifests.ts";
import { createWorkspace } from "./support/workspace.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const withKind = ["--import-module", "./website-kind.mjs"];

/** A workspace with the module that the README shows, and what it imports installed beside it. */
async function createWorkspaceWithKind() {
  const workspace = await createWorkspace();
  const readme = await readFile(here("../../../README.md"), "utf8");
  const module = /```js\n(\/\/ website-kind\.mjs.*?)```/s.exec(readme)?.[1];
  if (module === undefined) throw new Error("README.md shows no website-kind.mjs");
  await workspace.write("website-kind.mjs", module);
  await symlink(here("../node_modules"), join(workspace.folder, "node_modules"), "dir");
  return workspace;
}

const shop = `apiVersion: example.org/v1
kind: Website
metadata:
  name: shop
spec:
  image: nginx
  port: 8080
`;

describe("a kind of an imported module", () => {
  it("is planned, applied, found and deleted under its own name, beside the built-in kind", async () => {
    await using workspace = await createWorkspaceWithKind();
    await workspace.write("shop.yml", shop);
    await workspace.write("my-manifest.yml", quickstart);
    const validated = await workspace.run(["validate", "shop.yml", "my-manifest.yml", ...withKind]);
    expect(validated.stdout).toBe(
      "website/shop in default: shop\nhashike/rest-api in my-project: web, store\nValid: 2 manifests, 3 containers.\n",
    );
    const planned = await workspace.engine(["plan", "shop.yml", "-o", "json", ...withKind]);
    expect(JSON.parse(planned.stdout)).toMatchObject({
      owners: [{ kind: "Website", namespace: "default", name: "shop" }],
    });
    expect(planned.stdout).toContain('"id": "container.create/shop"');
    expect((await workspace.engine(["apply", "shop.yml", "my-manifest.yml", ...withKind])).code).toBe(0);
    expect((await workspace.engine(["apply", "shop.yml", ...withKind])).stdout).toContain("nothing to do");
    expect((await workspace.engine(["get", "shop"])).stdout).toMatch(/\ndefault +website\/shop +shop /);
    const deleted = await workspace.engine(["delete", "shop.yml", ...withKind]);
    expect(deleted).toMatchObject({ code: 0, stderr: "" });
    expect((await workspace.engine(["get", "-o", "name"])).stdout).toBe("store\nweb\n");
  });

  it("has its mistakes shown where they are", async () => {
    await using workspace = await createWorkspaceWithKind();
    await workspace.write("shop.yml", shop.replace("8080", "eighty"));
    const { code, stderr } = await workspace.run(["validate", "shop.yml", ...withKind]);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr:
        'shop.yml:7:9: spec.port: must be a whole number, got "eighty"\nerror: 1 mistake in shop.yml [MANIFEST_INVALID]\n',
    });
  });

  it("is not known without the module", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("shop.yml", shop);
    const { code, stderr } = await workspace.run(["validate", "shop.yml"]);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('"Website" is not a known kind'),
    });
  });
});
