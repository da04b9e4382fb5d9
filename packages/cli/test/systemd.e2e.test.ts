import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./support/workspace.ts";

const booted = existsSync("/run/systemd/system");

/** What systemd says against unit files; it need not run for that. */
function verify(...files: readonly string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...files], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  // What is wrong with units of this machine is none of our business.
  const output = `${stdout}${stderr}`.split("\n").filter((line) => line.includes("hashike-"));
  return { status, output: output.join("\n") };
}

const folderOf = ({ folder }: Workspace) => join(folder, "systemd/user");

/** Runs `hashike systemd …` for a user whose units are in the workspace, with a systemctl that only notes. */
async function systemd(workspace: Workspace, ...words: readonly string[]) {
  const bin = join(workspace.folder, "bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "systemctl"), `#!/bin/sh\necho "systemctl $*" >> "${workspace.folder}/calls"\n`);
  await chmod(join(bin, "systemctl"), 0o755);
  return workspace.run(["systemd", ...words, "--user"], {
    env: { PATH: `${bin}:${process.env.PATH}`, XDG_CONFIG_HOME: workspace.folder },
  });
}

describe("hashike systemd install", () => {
  it.each([{ more: [] }, { more: ["--watch", "--listen", "9120"] }])(
    "writes units that systemd has nothing against, whatever is in the words, with $more",
    async ({ more }) => {
      await using workspace = await createWorkspace();
      const { code, stdout } = await systemd(
        workspace,
        ...["install", '100% of "my" files/$HOME;a.yml', "s3://b/k.yml", "--name", "hashike-odd", ...more],
        ...["--network", "front end", "--s3-endpoint", "http://localhost:9000"],
      );
      expect(code).toBe(0);
      expect(stdout).toContain(
        "systemctl --user daemon-reload && systemctl --user enable --now hashike-odd.",
      );
      const service = await workspace.read("systemd/user/hashike-odd.service");
      expect(service).toContain(`"${workspace.folder}/100%% of \\"my\\" files/$$HOME;a.yml" s3://b/k.yml`);
      expect(service).toContain('--network "front end" --s3-endpoint http://localhost:9000');
      const files = ["hashike-odd.service", ...(more.length === 0 ? ["hashike-odd.timer"] : [])];
      expect(verify(...files.map((f) => join(folderOf(workspace), f)))).toEqual({ status: 0, output: "" });
    },
  );

  it("prints units of the system that systemd has nothing against, and writes none", async () => {
    await using workspace = await createWorkspace();
    const { code, stdout } = await workspace.run([
      "systemd",
      "install",
      "app.yml",
      "--system",
      "--watch",
      "--print",
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# \/etc\/systemd\/system\/hashike-app.service\n/);
    expect(stdout).toContain("EnvironmentFile=-/etc/hashike/hashike-app.env\n");
    await workspace.write("hashike-app.service", stdout);
    expect(verify(join(workspace.folder, "hashike-app.service"))).toEqual({ status: 0, output: "" });
    expect(existsSync("/etc/systemd/system/hashike-app.service")).toBe(false);
  });

  it("shows what it changes in files of its own, and leaves those of others alone", async () => {
    await using workspace = await createWorkspace();
    await systemd(workspace, "install", "app.yml");
    expect((await systemd(workspace, "install", "app.yml")).stdout).toContain("app.timer is as it should be");
    const changed = await systemd(workspace, "install", "app.yml", "--interval", "5m");
    expect(changed.stdout).toContain("- OnUnitActiveSec=60s\n+ OnStartupSec=300s\n+ OnUnitActiveSec=300s\n");

    await workspace.write("systemd/user/hashike-mine.timer", "[Timer]\n");
    const refused = await systemd(workspace, "install", "app.yml", "--name", "hashike-mine");
    expect(refused).toMatchObject({ code: 64, stderr: expect.stringContaining("was not made by") });
    expect(await workspace.read("systemd/user/hashike-mine.timer")).toBe("[Timer]\n");
    expect(existsSync(join(folderOf(workspace), "hashike-mine.service"))).toBe(false);
  });

  it("refuses to leave a timer beside a service that watches", async () => {
    await using workspace = await createWorkspace();
    await systemd(workspace, "install", "app.yml");
    const { code, stderr } = await systemd(workspace, "install", "app.yml", "--watch");
    expect([code, stderr]).toEqual([64, expect.stringContaining("hashike systemd uninstall")]);
  });

  it("writes no password into a file that everybody may read", async () => {
    await using workspace = await createWorkspace();
    const { code, stderr, stdout } = await systemd(workspace, "install", "https://me:hunter2@host/app.yml");
    expect(code).toBe(64);
    expect(stderr + stdout).not.toContain("hunter2");
    expect(existsSync(folderOf(workspace))).toBe(false);
  });

  it("with --now starts them where systemd runs, and says so where it does not", async () => {
    await using workspace = await createWorkspace();
    const { code, stderr } = await systemd(workspace, "install", "app.yml", "--now");
    if (!booted) {
      expect([code, stderr]).toEqual([64, expect.stringContaining("systemd does not run here")]);
      return;
    }
    expect(code).toBe(0);
    expect(await workspace.read("calls")).toBe(
      "systemctl --user daemon-reload\nsystemctl --user enable --now hashike-app.timer\n",
    );
  });
});

describe("hashike systemd uninstall", () => {
  it("removes what was installed, and says when there is nothing", async () => {
    await using workspace = await createWorkspace();
    await systemd(workspace, "install", "app.yml");
    const { code, stdout } = await systemd(workspace, "uninstall", "app.yml");
    expect(code).toBe(0);
    expect(stdout).toContain("Removed ");
    expect(existsSync(join(folderOf(workspace), "hashike-app.timer"))).toBe(false);
    const again = await systemd(workspace, "uninstall", "--name", "hashike-app");
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("no units")]);
  });
});
