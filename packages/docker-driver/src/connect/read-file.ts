import { readFileSync } from "node:fs";
import { errorCode } from "./error-code.ts";

/**
 * @returns `undefined` when there is no such file
 * @throws Error of Node when it is there but cannot be read
 */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/**
 * @returns the object in a JSON file; `undefined` when there is no such file
 * @throws Error whose message tells what is wrong, without the file's content
 */
export function readJsonIfThere(path: string): Readonly<Record<string, unknown>> | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const value = parseJson(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error("it is not a JSON object");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not passed on: the parser quotes the text, which may hold credentials.
    throw new Error("it is not valid JSON");
  }
}
