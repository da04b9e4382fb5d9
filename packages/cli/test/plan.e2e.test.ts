import { describe, expect, it } from "vitest";
import { quickstart, withSecret } from "./support/manifests.ts";
import { createWorkspace } from "./support/workspace.ts";

describe("hashike plan", () => {
  it("changes nothing, and tells scripts with --detailed-exitcode whether there is something to do", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    const args = ["plan", "my-manifest.yml", "--quiet"];
    expect((await workspace.engine(args)).code).toBe(0);
    expect(await workspace.engine([...args, "--detailed-exitcode"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "",
    });
    await workspace.engine(["apply", "my-manifest.yml"]);
    expect((await workspace.engine([...args, "--detailed-exitcode"])).code).toBe(0);
  });

  it("shows every action with --verbose, and is JSON with -o json", async () => {
    await using workspace = await createWorkspace();
    const verbose = await workspace.engine(["plan", "-", "--verbose"], { input: quickstart });
    expect(verbose.stdout).toContain("  [container.create/web] -> container.start/web (missing)\n");
    const json = await workspace.engine(["plan", "-", "-o", "json"], { input: quickstart });
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, owners: [{ name: "rest-api" }] });
  });

  it("shows no secret anywhere", async () => {
    await using workspace = await createWorkspace();
    for (const format of ["text", "json", "db.plan.json"]) {
      const { stdout, stderr } = await workspace.engine(["plan", "-", "-o", format, "--verbose"], {
        input: withSecret,
      });
      expect(stdout + stderr).not.toContain("hunter2");
    }
    expect(await workspace.read("db.plan.json")).not.toContain("hunter2");
  });

  it("says where it cannot save", async () => {
    await using workspace = await createWorkspace();
    const { code, stderr } = await workspace.engine(["plan", "-", "-o", "no/such/folder.json"], {
      input: quickstart,
    });
    expect(code).toBe(64);
    expect(stderr).toMatch(/^error: cannot write no\/such\/folder\.json: /);
  });
});

describe("a saved plan", () => {
  it("is carried out as it was shown", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    const planned = await workspace.engine(["plan", "my-manifest.yml", "-o", "my.plan.json"]);
    expect(planned.stdout).toMatch(/\nSaved to my\.plan\.json\. [^\n]*hashike apply my\.plan\.json\n$/);
    const applied = await workspace.engine(["apply", "my.plan.json"]);
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain(planned.stdout.split("\nSaved")[0]);
  });

  it("is refused when what it was made from has moved, and names what", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    await workspace.engine(["plan", "my-manifest.yml", "--out", "my.plan.json"]);
    await workspace.engine(["apply", "my-manifest.yml"]);
    const { code, stdout, stderr } = await workspace.engine(["apply", "my.plan.json"]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(
      /^error: my\.plan\.json: what the plan was made from has changed; nothing was done \[PLAN_STALE\]\n/,
    );
    expect(stderr).toMatch(/\n {4}container web: was absent, is /);
    expect(stderr).toContain("\nhint: make the plan again with `hashike plan --out FILE`\n");
  });

  it("takes its secrets from where it was made, or from a manifest given with it", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("db.yml", withSecret);
    await workspace.engine(["plan", "db.yml", "-o", "a.json"]);
    await workspace.engine(["plan", "-", "-o", "b.json"], { input: withSecret });
    const refused = await workspace.engine(["apply", "b.json"]);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain(
      "[PLAN_SECRET_MISSING]\nhint: a saved plan holds no secrets: give the manifest too",
    );
    expect((await workspace.engine(["apply", "b.json", "db.yml", "--dry-run"])).code).toBe(0);
    expect((await workspace.engine(["apply", "a.json"])).code).toBe(0);
  });

  it("is refused when a secret has changed since", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("db.yml", withSecret);
    await workspace.engine(["plan", "db.yml", "-o", "a.json"]);
    await workspace.write("db.yml", withSecret.replace("hunter2", "hunter3"));
    const { code, stderr } = await workspace.engine(["apply", "a.json"]);
    expect(code).toBe(4);
    expect(stderr).toContain("[PLAN_SECRET_MISSING]");
    expect(stderr).not.toMatch(/hunter/);
  });

  it("is refused when it was edited or cut", async () => {
    await using workspace = await createWorkspace();
    await workspace.engine(["plan", "-", "-o", "p.json"], { input: quickstart });
    const text = await workspace.read("p.json");
    await workspace.write("p.json", text.replace("alpine-slim", "latest"));
    expect(await workspace.engine(["apply", "p.json"])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("[PLAN_FORMAT]"),
    });
    await workspace.write("p.json", text.slice(0, 500));
    expect(await workspace.engine(["apply", "p.json"])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("[PLAN_FORMAT]"),
    });
  });

  it("cannot be bent by options that are for making it", async () => {
    await using workspace = await createWorkspace();
    await workspace.engine(["plan", "-", "-o", "p.json"], { input: quickstart });
    expect((await workspace.engine(["apply", "p.json", "--take-over"])).code).toBe(64);
  });
});
