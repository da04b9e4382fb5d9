import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashikeBin, type Ran, run } from "../hashike.ts";
import { until } from "../until.ts";

const bootScript = fileURLToPath(new URL("boot.sh", import.meta.url));
const hierarchies = ["/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified", "/sys/fs/cgroup"];

/** A systemd that runs: process 1 of its own namespaces, on the machine's files and with its engine. */
export interface BootedSystemd {
  /** Seen by it and by the machine. */
  readonly folder: string;
  /** Runs the built command beside it. */
  hashike(...words: readonly string[]): Promise<Ran>;
  /** @returns what it printed @throws Error when it fails */
  systemctl(...words: readonly string[]): Promise<string>;
  /** As {@link systemctl}, of anything. */
  run(program: string, ...words: readonly string[]): Promise<Ran>;
  stop(): Promise<void>;
}

export async function bootSystemd(): Promise<BootedSystemd> {
  // Not in /tmp, so that the units have one of their own.
  const folder = await mkdtemp("/var/lib/hashike-systemd-");
  const cgroup = `hashike-test-${process.pid}`;
  const words = ["--pid", "--fork", "--kill-child", "--mount", "--propagation", "slave", "--uts", "--ipc"];
  const child = spawn("unshare", [...words, "--mount-proc", "sh", bootScript, folder, cgroup], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));

  const first = () => firstChild(child.pid ?? 0);
  const inside = async (program: string, args: readonly string[]) => {
    const pid = await first();
    return run("nsenter", ["--target", pid, "--mount", "--pid", "--uts", "--ipc", program, ...args]);
  };
  const booted: BootedSystemd = {
    folder,
    hashike: (...args) => inside(process.execPath, [hashikeBin, ...args]),
    run: (program, ...args) => inside(program, args),
    async systemctl(...args) {
      const { code, stdout, stderr } = await inside("systemctl", args);
      if (code !== 0)
        throw new Error(`systemctl ${args.join(" ")}: exit code ${code}\n${stdout}${stderr}\n${said}`);
      return stdout.trimEnd();
    },
    async stop() {
      // With the first process of its namespace go all others.
      child.kill("SIGKILL");
      await ended;
      for (const hierarchy of hierarchies) await removeCgroup(join(hierarchy, cgroup));
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await until(async () => {
      if (child.exitCode !== null) return "ended";
      return (await booted.systemctl("is-system-running")) === "running" ? "running" : undefined;
    });
    if (child.exitCode !== null) throw new Error(`systemd does not start here:\n${said}`);
    return booted;
  } catch (error) {
    await booted.stop();
    throw error;
  }
}

async function firstChild(pid: number): Promise<string> {
  const [first] = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).split(" ");
  if (!first) throw new Error("it has not begun yet");
  return first;
}

/** Gone once the last process in it has gone. */
async function removeCgroup(path: string): Promise<void> {
  if (!existsSync(path)) return;
  for (const entry of await readdir(path, { withFileTypes: true }))
    if (entry.isDirectory()) await removeCgroup(join(path, entry.name));
  await until(async () => {
    await rmdir(path);
    return true;
  });
}

/** What a user's own systemd needs: a home, and a folder for its sockets. */
export async function startUserManager(systemd: BootedSystemd): Promise<Readonly<Record<string, string>>> {
  const home = join(systemd.folder, "home");
  const runtime = join(systemd.folder, "runtime");
  for (const path of [home, runtime]) await mkdir(path, { mode: 0o700 });
  const env = {
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    SYSTEMD_UNIT_PATH: `${home}/.config/systemd/user:/usr/lib/systemd/user`,
  };
  const settings = Object.entries(env).map(([name, value]) => `--setenv=${name}=${value}`);
  const words = ["--unit=user-manager", "--property=Delegate=yes", "--property=Type=notify", ...settings];
  const { code, stderr } = await systemd.run("systemd-run", ...words, "/lib/systemd/systemd", "--user");
  if (code !== 0) throw new Error(`the user's systemd does not start: ${stderr}`);
  return env;
}
