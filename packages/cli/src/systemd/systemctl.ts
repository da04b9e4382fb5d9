import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { HashikeError } from "@hashike/core";

/** Whether systemd runs this machine: what `sd_booted` looks at. */
export function systemdRuns(): boolean {
  return existsSync("/run/systemd/system");
}

/** Runs systemctl. What it prints goes where ours goes. @throws HashikeError `USAGE` when it fails */
export function systemctl(words: readonly string[]): Promise<void> {
  const [program = "systemctl", ...args] = words;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(
        new HashikeError("USAGE", `${words.join(" ")}: ${reason}`, { hint: "see its own message above" }),
      );
    const child = spawn(program, args, { stdio: ["ignore", 2, 2] });
    child.on("error", (error) => fail(error.message));
    child.on("close", (code) => (code === 0 ? resolve() : fail(`exit code ${code}`)));
  });
}

/** Which of these units have failed. */
export async function failedUnits(
  [program = "systemctl", ...args]: readonly string[],
  units: readonly string[],
): Promise<readonly string[]> {
  const isFailed = (unit: string) =>
    new Promise<boolean>((resolve) => {
      const child = spawn(program, [...args, "is-failed", "--quiet", unit], { stdio: "ignore" });
      child.on("error", () => resolve(false));
      child.on("close", (code) => resolve(code === 0));
    });
  const failed = await Promise.all(units.map(isFailed));
  return units.filter((_, n) => failed[n]);
}
