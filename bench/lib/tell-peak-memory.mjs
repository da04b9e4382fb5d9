// Loaded into a process before its program: writes how much memory it had resident at most into a file, when it ends.
// Not process.resourceUsage().maxRSS, which on Linux begins with the size of the process that started this one.
import { readFileSync, writeFileSync } from "node:fs";

process.on("exit", () => {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  writeFileSync(process.env.HASHIKE_BENCH_PEAK ?? "", String(Number(kilobytes) * 1024));
});
