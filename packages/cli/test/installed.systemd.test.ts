import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { hashikeBin, output } from "./support/hashike.ts";
import { writeLoopManifest } from "./support/loop-manifest.ts";
import { type BootedSystemd, bootSystemd, startUserManager } from "./support/systemd/booted-systemd.ts";
import { until } from "./support/until.ts";

const unit = "hashike-app";

let own: OwnThings;
let systemd: BootedSystemd;

beforeAll(async () => {
  own = await ownThings("systemd");
  systemd = await bootSystemd();
});

afterAll(async () => {
  await systemd?.stop();
  await own?.removeAll();
});

beforeEach(async () => {
  await own.removeAll();
  await output("docker", "network", "create", own.name("net"));
});

afterEach(async () => {
  // A test that fails leaves its units.
  await systemd.hashike("systemd", "uninstall", "--name", unit);
});

const manifest = (...names: readonly string[]) =>
  writeLoopManifest(join(systemd.folder, "app.yml"), own, names);

/** Installs, and starts. @returns what it said */
async function install(...words: readonly string[]): Promise<string> {
  const all = [
    "systemd",
    "install",
    await manifest("web"),
    "--name",
    unit,
    "--network",
    own.name("net"),
    "--now",
  ];
  const { code, stdout, stderr } = await systemd.hashike(...all, ...words);
  expect([code, stderr]).toEqual([0, expect.not.stringMatching(/error|fail/i)]);
  return stdout;
}

/** The id of the container once it runs; another one than `not`. */
const running = (name: string, not?: string) =>
  until(async () => {
    const [id, isRunning] = (
      await output("docker", "inspect", "-f", "{{.Id}} {{.State.Running}}", own.name(name))
    ).split(" ");
    return isRunning === "true" && id !== not ? id : undefined;
  });

const show = (property: string, ...words: readonly string[]) =>
  systemd.systemctl(...words, "show", "--property", property, "--value", `${unit}.service`);

async function uninstall(): Promise<void> {
  const { code, stdout } = await systemd.hashike("systemd", "uninstall", "--name", unit);
  expect([code, stdout]).toEqual([0, expect.stringContaining("Removed ")]);
  expect(await systemd.systemctl("list-unit-files", "--no-legend", `${unit}*`).catch(() => "")).toBe("");
  expect(await systemd.systemctl("list-units", "--all", "--no-legend", `${unit}*`)).toBe("");
}

describe("a timer that was installed", () => {
  it("applies at once and again and again, with its credentials, until it is uninstalled", async () => {
    const credentials = join(systemd.folder, "app.env");
    await writeFile(credentials, "DOCKER_HOST=unix:///run/docker.sock\n");
    await install("--interval", "2s", "--env-file", credentials);
    const first = await running("web");
    await output("docker", "rm", "-f", own.name("web"));
    await running("web", first);
    await until(async () => ((await show("Result")) === "success" ? true : undefined));
    expect(await systemd.systemctl("is-enabled", `${unit}.timer`)).toBe("enabled");
    await uninstall();
    await running("web");
  });

  it("is of a user as well", async () => {
    const env = await startUserManager(systemd);
    const asUser = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const file = await manifest("web");
    const hashike = (...words: readonly string[]) =>
      systemd.run("env", ...asUser, process.execPath, ...words);
    const words = ["--user", "--name", unit];
    const more = ["--network", own.name("net"), "--interval", "2s", "--now"];
    const installed = await hashike(hashikeBin, "systemd", "install", file, ...words, ...more);
    expect([installed.code, installed.stderr]).toEqual([0, expect.stringContaining("Created symlink")]);
    const first = await running("web");
    await output("docker", "rm", "-f", own.name("web"));
    await running("web", first);
    const removed = await hashike(hashikeBin, "systemd", "uninstall", ...words);
    expect(removed.code).toBe(0);
    const left = await systemd.run(
      "env",
      ...asUser,
      "systemctl",
      "--user",
      "list-units",
      "--all",
      `${unit}*`,
    );
    expect(left.stdout).toContain("0 loaded units");
  });
});

describe("a service that watches", () => {
  it("heals, reads when it is reloaded, survives its process, and ends without a failure", async () => {
    await install("--watch", "--interval", "1h");
    const first = await running("web");
    await output("docker", "rm", "-f", own.name("web"));
    const second = await running("web", first);
    await manifest("web", "store");
    await systemd.systemctl("reload", `${unit}.service`);
    await running("store");

    const pid = await show("MainPID");
    await systemd.systemctl("kill", "--signal=KILL", `${unit}.service`);
    await until(async () => {
      const now = await show("MainPID");
      return now !== pid && now !== "0" ? true : undefined;
    });
    await output("docker", "rm", "-f", own.name("web"));
    await running("web", second);

    await systemd.systemctl("stop", `${unit}.service`);
    expect([await show("ActiveState"), await show("Result"), await show("ExecMainStatus")]).toEqual([
      "inactive",
      "success",
      "143",
    ]);
    await uninstall();
    await running("web");
  });

  it("that is installed anew with other settings runs with these", async () => {
    await install("--watch", "--interval", "1h");
    await running("web");
    const pid = await show("MainPID");
    expect(await install("--watch", "--interval", "2h")).toContain("anew");
    expect(await show("MainPID")).not.toBe(pid);
    expect(await show("ExecStart")).toContain("--interval 2h");
    const same = await show("MainPID");
    await install("--watch", "--interval", "2h");
    expect(await show("MainPID")).toBe(same);
    await uninstall();
  });

  it("that was used wrongly is not started again and again, and leaves nothing when it is uninstalled", async () => {
    await install("--watch", "--interval", "1h");
    await running("web");
    const path = `/etc/systemd/system/${unit}.service`;
    // It is not the machine's.
    expect(existsSync(path)).toBe(false);
    await systemd.run("sed", "-i", "s/ watch / watch --no-such-option /", path);
    await systemd.systemctl("daemon-reload");
    await systemd.systemctl("restart", `${unit}.service`).catch(() => {});
    await until(async () => ((await show("ActiveState")) === "failed" ? true : undefined));
    expect([await show("ExecMainStatus"), await show("NRestarts")]).toEqual(["64", "0"]);
    await uninstall();
  });
});
