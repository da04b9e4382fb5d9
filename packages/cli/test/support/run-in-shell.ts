import { spawn } from "node:child_process";
import { join } from "node:path";
import { bin, testDriver, type Workspace } from "./workspace.ts";

/**
 * Runs a line of bash in a workspace, where `hashike` is the built command with the test driver.
 * @param line begins with hashike's arguments; what follows `|` is up to bash
 */
export function runInShell(
  { folder }: Workspace,
  line: string,
  input = "",
): Promise<{ stdout: string; stderr: string }> {
  const [first = "", ...rest] = line.split("|");
  const script = [`'${process.execPath}' '${bin}' ${first} --driver '${testDriver}'`, ...rest].join("|");
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["--norc", "-c", script], {
      cwd: folder,
      env: { PATH: process.env.PATH, LANG: "C.UTF-8", HASHIKE_TEST_ENGINE: join(folder, ".engine.json") },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", () => resolve({ stdout, stderr }));
    child.stdin.end(input);
  });
}
