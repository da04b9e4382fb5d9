import { describe, expect, it } from "vitest";
import { quickstart, withSecret } from "./support/manifests.ts";
import { runInShell } from "./support/run-in-shell.ts";
import { createWorkspace } from "./support/workspace.ts";

/** An engine on which two manifests were applied. */
async function appliedTwo() {
  const workspace = await createWorkspace();
  await workspace.write("my-manifest.yml", quickstart);
  await workspace.write("db.yml", withSecret);
  const applied = await workspace.engine(["apply", "my-manifest.yml", "db.yml", "--quiet"]);
  expect(applied).toEqual({ code: 0, stdout: "", stderr: "" });
  return workspace;
}

describe("hashike get", () => {
  it("lists what was applied, of all namespaces or of one", async () => {
    await using workspace = await appliedTwo();
    const all = await workspace.engine(["get"]);
    expect(all.stdout).toMatch(/^NAMESPACE +OWNER +NAME +READY +STATUS +RESTARTS +IMAGE +PORTS +AGE\n/);
    expect(all.stdout).toMatch(
      /\nmy-project +hashike\/rest-api +web +1\/1 +running +\S+ +nginx:alpine-slim +8000->80\/tcp +\d+d\n/,
    );
    expect((await workspace.engine(["get", "-A", "-o", "name"])).stdout).toBe("postgres\nstore\nweb\n");
    expect((await workspace.engine(["get", "-n", "default", "-o", "name"])).stdout).toBe("postgres\n");
    expect((await workspace.engine(["get", "-n", "none"])).stdout).toBe("No containers in namespace none.\n");
  });

  it("takes kinds and names", async () => {
    await using workspace = await appliedTwo();
    expect((await workspace.engine(["get", "volumes"])).stdout).toMatch(
      /^NAMESPACE +OWNER +NAME\ndefault +hashike\/db +\S*data\n$/,
    );
    expect((await workspace.engine(["get", "network", "-o", "name"])).stdout).toBe("hashike\n");
    expect((await workspace.engine(["get", "web", "-o", "name"])).stdout).toBe("web\n");
    const { stdout } = await workspace.engine(["get", "containers", "web", "store", "-o", "json"]);
    expect(JSON.parse(stdout)).toMatchObject([
      { name: "store" },
      { name: "web", state: "running", ready: true, status: "running" },
    ]);
    expect((await workspace.engine(["get", "-o", "wide"])).stdout).toMatch(
      /ID +ROLE +NETWORKS +ENGINE SAYS\n/,
    );
  });

  it("says what is not there, and what was meant", async () => {
    await using workspace = await appliedTwo();
    expect(await workspace.engine(["get", "wbe"])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: no container wbe .*\nhint: did you mean web\?\n$/),
    });
  });
});

describe("hashike logs", () => {
  it("passes on what a container logged", async () => {
    await using workspace = await appliedTwo();
    expect(await workspace.engine(["logs", "web"])).toEqual({ code: 0, stdout: "web is up\n", stderr: "" });
  });

  it("puts the container's name in front of the lines of an owner", async () => {
    await using workspace = await appliedTwo();
    for (const name of ["rest-api", "hashike/rest-api", "Hashike/my-project/rest-api"]) {
      const { stdout } = await workspace.engine(["logs", name]);
      expect(stdout.split("\n").sort()).toEqual(["", "store | store is up", "web   | web is up"]);
    }
  });

  it("keeps standard error apart", async () => {
    await using workspace = await appliedTwo();
    await workspace.script({ alsoToStderr: "warning: \u001b[2Jslow" });
    expect(await workspace.engine(["logs", "web"])).toMatchObject({
      stdout: "web is up\n",
      stderr: "warning: slow\n",
    });
  });

  it("follows until it is interrupted", async () => {
    await using workspace = await appliedTwo();
    const { code, stdout } = await workspace.engine(["logs", "web", "--follow"], {
      onStdout: (_stdout, kill) => kill("SIGINT"),
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: "web is up\n" });
  });

  it("says what is not there", async () => {
    await using workspace = await appliedTwo();
    expect((await workspace.engine(["logs", "rest-ap"])).code).toBe(1);
    expect((await workspace.engine(["logs", "web", "-n", "default"])).stderr).toContain(
      "no container or owner web",
    );
  });
});

describe("hashike delete", () => {
  it("removes what a manifest brought up, and keeps the volumes and says so", async () => {
    await using workspace = await appliedTwo();
    const { code, stdout } = await workspace.engine(["delete", "db.yml"]);
    expect(code).toBe(0);
    expect(stdout).toContain("  - container postgres will be removed\n");
    expect(stdout).toMatch(
      /\nRemoved container postgres\. [^\n]*\nKept volume \S*data, with the data in it: --volumes removes it\.\n$/,
    );
    expect((await workspace.engine(["get", "-o", "name"])).stdout).toBe("store\nweb\n");
    expect((await workspace.engine(["delete", "db.yml"])).stdout).toContain("nothing to do");
  });

  it("removes by name, with the volumes when asked to", async () => {
    await using workspace = await appliedTwo();
    expect((await workspace.engine(["delete", "hashike/db", "--volumes"])).stdout).toMatch(
      /Removed container postgres, volume \S*data\./,
    );
    expect((await workspace.engine(["get", "volumes"])).stdout).toBe("No volumes.\n");
    await workspace.engine(["delete", "rest-api", "-n", "my-project"]);
    expect((await workspace.engine(["get", "networks"])).stdout).toBe("No networks.\n");
  });

  it("with --dry-run removes nothing", async () => {
    await using workspace = await appliedTwo();
    expect((await workspace.engine(["delete", "my-manifest.yml", "--dry-run"])).stdout).toContain(
      "2 to remove",
    );
    expect((await workspace.engine(["get", "-o", "name"])).stdout).toBe("postgres\nstore\nweb\n");
  });

  it("says which owner is not there, and what was meant", async () => {
    await using workspace = await appliedTwo();
    expect(await workspace.engine(["delete", "hashike/rest-ap"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("hint: did you mean hashike/rest-api?"),
    });
    expect((await workspace.engine(["delete", "hashike/rest-api", "-n", "default"])).code).toBe(1);
  });

  it("asks which one of two namespaces is meant", async () => {
    await using workspace = await appliedTwo();
    const input = withSecret.replace("name: db", "name: rest-api").replaceAll("name: data", "name: more");
    await workspace.engine(["apply", "-", "--quiet", "--take-over"], { input });
    const { code, stderr } = await workspace.engine(["delete", "rest-api"]);
    expect(code).toBe(64);
    expect(stderr).toContain("Hashike/default/rest-api and Hashike/my-project/rest-api");
  });
});

it("logs that are followed end when their reader ends", async () => {
  await using workspace = await appliedTwo();
  await workspace.script({ chatty: true });
  const { stdout, stderr } = await runInShell(workspace, "logs web --follow | head -n 2");
  expect({ stdout, stderr }).toEqual({ stdout: "web is up\nline 1\n", stderr: "" });
});
