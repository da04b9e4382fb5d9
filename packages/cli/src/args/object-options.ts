import { readFile } from "node:fs/promises";
import { validateHeaderName, validateHeaderValue } from "node:http";
import { resolve } from "node:path";
import type { ObjectOptions } from "@hashike/s3-source";
import type { SourceFlags } from "./options.ts";
import { usageError } from "./usage-error.ts";

/**
 * What the flags say about reaching things elsewhere.
 * @throws HashikeError `USAGE`
 */
export async function readObjectOptions(flags: SourceFlags, cwd: string): Promise<ObjectOptions> {
  const { s3Endpoint, s3PathStyle, headerFile } = flags;
  return {
    s3: {
      ...(s3Endpoint === undefined ? {} : { endpoint: s3Endpoint }),
      ...(s3PathStyle ? { pathStyle: true } : {}),
    },
    http: headerFile === undefined ? {} : { headers: parseHeaders(await read(headerFile, cwd), headerFile) },
  };
}

async function read(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), "utf8");
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw usageError(`--header-file: cannot read ${file}: ${reason}`, "name a file that this user may read");
  }
}

/** Lines `Name: value`; empty ones, and those that begin with `#`, are for people. What they say is never shown. */
function parseHeaders(text: string, file: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [index, line] of text.replace("\uFEFF", "").split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, rest] = /^([^:\s]+):(.*)/.exec(line) ?? [];
    const value = rest?.trim();
    if (name === undefined || value === undefined || !isHeader(name, value)) {
      throw usageError(
        `--header-file: ${file}:${index + 1}: not a header`,
        "write lines such as `Authorization: Bearer TOKEN`",
      );
    }
    headers[name] = value;
  }
  return headers;
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
