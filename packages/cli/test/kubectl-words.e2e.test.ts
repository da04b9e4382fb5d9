import { describe, expect, it } from "vitest";
import { quickstart } from "./support/manifests.ts";
import { createWorkspace } from "./support/workspace.ts";

it("diff exits with 1 where there is something to do, with 0 where not, and with more when it fails", async () => {
  await using workspace = await createWorkspace();
  await workspace.write("my-manifest.yml", quickstart);
  const diff = (...options: readonly string[]) =>
    workspace.engine(["diff", "-f", "my-manifest.yml", ...options]);
  expect(await diff()).toMatchObject({ code: 1, stdout: expect.stringContaining("will be created") });
  expect((await diff("--host", "nowhere")).code).toBe(2);
  await workspace.write("wrong.yml", "kind: Hashike");
  expect((await workspace.engine(["diff", "wrong.yml"])).code).toBe(3);
  expect((await workspace.engine(["diff"])).code).toBe(64);
  await workspace.engine(["apply", "my-manifest.yml"]);
  expect((await diff()).code).toBe(0);
});

describe("-f, as kubectl has it", () => {
  it("applies files and folders within folders, and removes what they brought up", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("stack/inner/my-manifest.yml", quickstart);
    const shallow = await workspace.engine(["apply", "-f", "stack"]);
    expect(shallow).toMatchObject({ code: 1, stderr: expect.stringContaining("--recursive") });
    const applied = await workspace.engine(["apply", "-R", "-f", "stack"]);
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining("created container web") });
    const removed = await workspace.engine(["delete", "-Rf", "stack"]);
    expect(removed).toMatchObject({ code: 0, stdout: expect.stringContaining("removed container web") });
  });

  it("never takes a file that is missing for the name of an owner", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    await workspace.engine(["apply", "-f", "my-manifest.yml"]);
    const { code, stderr } = await workspace.engine(["delete", "-f", "rest-api"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("rest-api: no such file or folder")]);
    expect((await workspace.engine(["get", "-o", "name"])).stdout).toContain("web\n");
  });
});
