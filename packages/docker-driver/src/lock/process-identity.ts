import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Tells one process from all others, as far as the system it runs on can. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it started, in the kernel's own count: a number that is used again is another process. */
  readonly startedAt?: string;
  /** What gives process numbers their meaning: a run of a kernel, and one of its PID namespaces. */
  readonly machine?: string;
}

/** Without `/proc` (macOS, Windows) only host name and process number are known. */
export function thisProcess(): ProcessIdentity {
  const own = { host: hostname(), pid: process.pid };
  const stat = readStat(process.pid);
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const machine = `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
    return stat === undefined ? own : { ...own, startedAt: stat.startedAt, machine };
  } catch {
    return own;
  }
}

/**
 * Whether a process still runs.
 * @returns `undefined` when that cannot be told from here: it is on another machine or in another container
 */
export function isRunning(other: ProcessIdentity, self: ProcessIdentity): boolean | undefined {
  if (other.machine === undefined || other.machine !== self.machine) return undefined;
  if (!hasProcess(other.pid)) return false;
  const stat = readStat(other.pid);
  // Another user's may be hidden, though it is there.
  if (stat === undefined) return true;
  return stat.startedAt === other.startedAt && !stat.hasEnded;
}

export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.host === b.host && a.pid === b.pid && a.startedAt === b.startedAt && a.machine === b.machine;
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other failure is about one that is there, but not ours.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

interface Stat {
  readonly startedAt: string;
  /** A process that ended stays listed until its parent asks how. */
  readonly hasEnded: boolean;
}

function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets, which may contain anything. Source: proc(5).
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [state, startedAt] = [fields[0], fields[19]];
    if (state === undefined || startedAt === undefined) return undefined;
    return { startedAt, hasEnded: state === "Z" || state === "X" };
  } catch {
    return undefined;
  }
}
