import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";

/** From `GET /info`. */
export interface EngineInfo {
  readonly Name: string;
  readonly OperatingSystem: string;
  readonly DockerRootDir: string;
}

/** What tells where this process runs; replaced in tests. */
export interface Surroundings {
  readonly platform: string;
  readonly hostname: string;
  readonly exists: (path: string) => boolean;
  /** Text of `/proc/self/mountinfo`. */
  readonly mountInfo: () => string;
}

const here: Surroundings = {
  platform: process.platform,
  hostname: hostname(),
  exists: existsSync,
  mountInfo: () => readFileSync("/proc/self/mountinfo", "utf8"),
};

/**
 * Whether this process sees the files that the engine behind a unix socket sees, so that host paths can be looked
 * at directly. The socket being on this machine is not enough: Docker Desktop and Colima run the engine in a virtual
 * machine behind one, and a container that was given the host's socket has other files than the host.
 * `false` when in doubt: asking the engine is slower, and always right.
 */
export function sharesFiles(info: EngineInfo, surroundings: Surroundings = here): boolean {
  return (
    surroundings.platform === "linux" &&
    info.Name === surroundings.hostname &&
    !info.OperatingSystem.startsWith("Docker Desktop") &&
    surroundings.exists(info.DockerRootDir) &&
    !isContainer(surroundings.mountInfo())
  );
}

/**
 * Engines mount these files one by one into every container. `/.dockerenv` tells less: it is also in machines whose
 * disk was made from a container image.
 */
const mountedByEngines: ReadonlySet<string> = new Set(["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]);

/** Source: man 5 proc_pid_mountinfo; the fifth field is the mount point. */
function isContainer(mountInfo: string): boolean {
  return mountInfo.split("\n").some((line) => mountedByEngines.has(line.split(" ")[4] ?? ""));
}
