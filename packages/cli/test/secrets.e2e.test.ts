import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadedFiles, tellLoadedFiles } from "./support/loaded-files.ts";
import { createWorkspace, type Workspace } from "./support/workspace.ts";

const manifest = `apiVersion: v1
kind: Hashike
metadata: {name: app}
spec:
  containers:
  - name: web
    image: nginx:alpine-slim
    envFrom:
    - {file: secrets/app.env}
    env:
    - {name: GREETING, valueFrom: {file: secrets/greeting}}
    - {name: REGION, valueFrom: {env: APP_REGION}}
`;

const env = { APP_REGION: "clear-region" };

async function writeAll(workspace: Workspace): Promise<void> {
  await workspace.write("app.yml", manifest);
  await workspace.write("secrets/app.env", "LEVEL=clear-level\n");
  await workspace.write("secrets/greeting", "clear-greeting\n");
}

describe("values that are not in the manifest", () => {
  it("bring a container up, replace it when they change, and are nowhere to be seen", async () => {
    await using workspace = await createWorkspace();
    await writeAll(workspace);
    const shown: string[] = [];
    const run = async (...words: readonly string[]) => {
      const { code, stdout, stderr } = await workspace.engine(words, { env });
      shown.push(stdout, stderr);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return stdout;
    };
    expect(await run("apply", "app.yml", "-o", "json")).toContain('"container.create/web"');
    expect(await run("apply", "app.yml")).toContain("nothing to do");

    await workspace.write("secrets/greeting", "clear-other\n");
    expect(await run("plan", "app.yml")).toContain("env.GREETING: (sensitive value) changed");
    shown.push(
      await run("plan", "app.yml", "-o", "json"),
      await run("plan", "app.yml", "--out", "a.plan.json"),
    );
    shown.push(await workspace.read("a.plan.json"));
    expect(await run("apply", "a.plan.json")).toContain("Replaced container web.");
    expect(await run("apply", "app.yml")).toContain("nothing to do");
    shown.push(await workspace.read(".engine.json"), await run("delete", "app.yml", "-o", "json"));
    expect(shown.join("\n")).not.toContain("clear-");
  });

  it("that are missing are told in their places before anything is changed", async () => {
    await using workspace = await createWorkspace();
    await writeAll(workspace);
    await rm(join(workspace.folder, "secrets/greeting"));
    const { code, stdout, stderr } = await workspace.engine(["apply", "app.yml"]);
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toContain('app.yml:11:42: spec.containers[0].env[0].valueFrom.file: there is no file "');
    expect(stderr).toContain("app.yml:12:39: spec.containers[0].env[1].valueFrom.env: there is no variable");
    expect(await workspace.read(".engine.json")).toBe("{}");
  });

  it("that changed since a plan was saved refuse it", async () => {
    await using workspace = await createWorkspace();
    await writeAll(workspace);
    await workspace.engine(["plan", "app.yml", "--out", "a.plan.json"], { env });
    await workspace.write("secrets/greeting", "clear-other\n");
    const { code, stderr } = await workspace.engine(["apply", "a.plan.json"], { env });
    expect(code).toBe(4);
    expect(stderr).toContain("PLAN_SECRET_MISSING");
  });

  it("are needed neither to validate nor to delete", async () => {
    await using workspace = await createWorkspace();
    await writeAll(workspace);
    expect((await workspace.engine(["apply", "app.yml"], { env })).code).toBe(0);
    await rm(join(workspace.folder, "secrets"), { recursive: true });
    expect((await workspace.run(["validate", "app.yml"])).code).toBe(0);
    expect((await workspace.engine(["delete", "app.yml"])).stdout).toContain("Removed");
  });

  it("are below --secret-dir when the manifest comes from standard input", async () => {
    await using workspace = await createWorkspace();
    await writeAll(workspace);
    const words = ["apply", "-", "--secret-dir", "."];
    const { code, stderr } = await workspace.engine(words, { input: manifest, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("are read again by a watch, whose manifest stays as it is", async () => {
    await using workspace = await createWorkspace();
    await writeAll(workspace);
    let step = 0;
    const steps: readonly (readonly [text: string, next: () => Promise<void>])[] = [
      ["Created network hashike, container web.", () => rm(join(workspace.folder, "secrets/greeting"))],
      ["[MANIFEST_INVALID]", () => workspace.write("secrets/greeting", "clear-other\n")],
      ["Replaced container web.", async () => {}],
    ];
    let output = "";
    const onText = (text: string, kill: (signal: NodeJS.Signals) => void) => {
      output = text;
      const [awaited, next] = steps[step] ?? [];
      if (awaited === undefined || !text.includes(awaited)) return;
      step++;
      if (step === steps.length) kill("SIGTERM");
      else void next?.();
    };
    const words = ["watch", "app.yml", "--interval", "1s"];
    const { code, stdout, stderr } = await workspace.engine(words, {
      env,
      onStdout: onText,
      onStderr: onText,
    });
    expect(code).toBe(143);
    expect(stdout + stderr + output).not.toContain("clear-");
  });
});

describe("files that are not in the manifest", () => {
  it("bring a container up, replace it when they change, and are nowhere to be seen", async () => {
    await using workspace = await createWorkspace();
    const mounted = "    volumeMounts: [{name: key, mountPath: /run/key}]\n";
    const volume =
      "  volumes: [{name: key, secretFile: {items: [{path: key, valueFrom: {file: secrets/key}}]}}]\n";
    await workspace.write(
      "app.yml",
      `${manifest.slice(0, manifest.indexOf("    envFrom"))}${mounted}${volume}`,
    );
    await workspace.write("secrets/key", "clear-key");
    const shown: string[] = [];
    const run = async (...words: readonly string[]) => {
      const { code, stdout, stderr } = await workspace.engine(words);
      shown.push(stdout, stderr);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return stdout;
    };
    await run("apply", "app.yml", "-o", "json");
    expect(await run("apply", "app.yml")).toContain("nothing to do");
    await workspace.write("secrets/key", "clear-other");
    expect(await run("plan", "app.yml", "--out", "a.plan.json")).toContain("(sensitive value) changed");
    shown.push(await workspace.read("a.plan.json"));
    expect(await run("apply", "a.plan.json")).toContain("Replaced container web.");
    shown.push(await workspace.read(".engine.json"));
    expect(shown.join("\n")).not.toContain("clear-");
  });
});

describe("encrypted values", () => {
  it("are made with a new key, bring a container up, and are in clear nowhere but where they are asked for", async () => {
    await using workspace = await createWorkspace();
    const identity = ["--identity", "keys/identity"];
    const made = await workspace.run(["secret", "keygen", ...identity, "-o", "json"]);
    const { recipient } = JSON.parse(made.stdout) as { recipient: string };
    const key = /AGE-SECRET-KEY-\w+/.exec(await workspace.read("keys/identity"))?.[0] ?? "no key";
    expect((await stat(join(workspace.folder, "keys/identity"))).mode & 0o777).toBe(0o600);

    const input = "clear-password\n";
    const { stdout: armor } = await workspace.run(["secret", "encrypt", "-r", recipient], { input });
    const again = await workspace.run(["secret", "encrypt", ...identity], { input });
    expect(again.stdout).not.toBe(armor);
    const indented = armor.replace(/^/gm, "        ").trimEnd();
    expect((await workspace.run(["secret", "decrypt", ...identity], { input: indented })).stdout).toBe(input);

    const withValue = (value: string) =>
      `${manifest.slice(0, manifest.indexOf("    envFrom"))}    env:\n    - name: WORD\n      value: |\n${value}\n`;
    await workspace.write("app.yml", withValue(indented));
    const shown = [made.stdout, JSON.stringify(await workspace.run(["validate", "app.yml"]))];
    const applied = await workspace.engine(["apply", "app.yml", ...identity, "-o", "json"], {
      env: tellLoadedFiles,
    });
    expect(applied.code).toBe(0);
    expect(loadedFiles(applied.stderr).files).toContain("age.js");
    // Encrypted anew it is another text, and the same value.
    await workspace.write("app.yml", withValue(again.stdout.replace(/^/gm, "        ").trimEnd()));
    const same = await workspace.engine(["apply", "app.yml", ...identity]);
    expect(same.stdout).toContain("nothing to do");
    shown.push(applied.stdout, applied.stderr, await workspace.read(".engine.json"));
    expect(shown.join("\n")).not.toMatch(new RegExp(`clear-|${key}`));
    expect(applied.stdout).not.toContain("BEGIN AGE");
  });

  it("that cannot be decrypted are told in their place, and change nothing", async () => {
    await using workspace = await createWorkspace();
    await workspace.run(["secret", "keygen", "--identity", "mine"]);
    await workspace.run(["secret", "keygen", "--identity", "other"]);
    const { stdout } = await workspace.run(["secret", "encrypt", "--identity", "other"], {
      input: "clear-x",
    });
    await workspace.write("app.yml", manifest.replaceAll("secrets/", ""));
    await workspace.write("app.env", stdout);
    await workspace.write("greeting", "hello");
    const { code, stderr } = await workspace.engine(["apply", "app.yml", "--identity", "mine"], { env });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /app\.yml:9:14: error: spec\.containers\[0\]\.envFrom\[0\]\.file: .*cannot be decrypted/,
    );
    expect(await workspace.read(".engine.json")).toBe("{}");
  });

  it("are never at the cost of a key that is there", async () => {
    await using workspace = await createWorkspace();
    await workspace.run(["secret", "keygen", "--identity", "mine"]);
    const before = await workspace.read("mine");
    const { code, stderr } = await workspace.run(["secret", "keygen", "--identity", "mine"]);
    expect([code, stderr.includes("is there already")]).toEqual([64, true]);
    expect(await workspace.read("mine")).toBe(before);
  });

  it("are not made or read without a key that can be", async () => {
    await using workspace = await createWorkspace();
    const tried = await Promise.all([
      workspace.run(["secret", "encrypt", "-r", "age1nonsense"], { input: "clear-x" }),
      workspace.run(["secret", "encrypt", "--identity", "none"], { input: "clear-x" }),
      workspace.run(["secret", "decrypt", "--identity", "none"], { input: "clear-x" }),
      workspace.run(["secret", "encrypt", "none.txt", "-r", "age1nonsense"]),
    ]);
    for (const { code, stdout, stderr } of tried) {
      expect([code, stdout]).toEqual([64, ""]);
      expect(stderr).not.toContain("clear-");
    }
  });
});
