import { readdir, readFile } from "node:fs/promises";
import { output } from "./hashike.ts";

/** Runs a program in the network namespace of a process; needs root. */
export function inNamespaceOf(pid: number): readonly string[] {
  return ["nsenter", `--net=/proc/${pid}/ns/net`];
}

/** A process of a container, also of an engine that counts its processes by itself. */
export async function processOf(containerId: string): Promise<number> {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const groups = await readFile(`/proc/${name}/cgroup`, "utf8").catch(() => "");
    if (groups.includes(containerId)) return Number(name);
  }
  throw new Error(`container ${containerId} has no process here`);
}

/** Whether packets are dropped that come by another way than their answers go: 0 no, 1 yes, 2 when there is none. */
export type ReversePathFilter = 0 | 1 | 2;

/** @param pid of a process in the namespace; by default the test's own */
export async function filterReversePaths(
  filter: ReversePathFilter,
  networkInterface: string,
  pid = process.pid,
): Promise<void> {
  const [program = "", ...args] = inNamespaceOf(pid);
  await output(program, ...args, "sysctl", "-qw", `net.ipv4.conf.${networkInterface}.rp_filter=${filter}`);
}
