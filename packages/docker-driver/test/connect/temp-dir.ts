import { mkdtempSync, rmSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory that goes when the test is over. Its path is short enough for a socket in it. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "hk-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** @returns the file's path */
export async function writeIn(dir: string, name: string, content: string | object): Promise<string> {
  const path = join(dir, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** Writes a Node program that a PATH of `${dir}:...` finds. */
export async function writeProgram(dir: string, name: string, source: string): Promise<string> {
  const path = await writeIn(dir, name, `#!${process.execPath}\n${source}\n`);
  await chmod(path, 0o755);
  return path;
}
