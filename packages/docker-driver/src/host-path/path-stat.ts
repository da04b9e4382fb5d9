import type { HostPathKind } from "@hashike/core";
import { contentText } from "./mounted-files.ts";

/** Header of `HEAD /containers/{id}/archive`: base64 of JSON. */
export const pathStatHeader = "x-docker-container-path-stat";

export interface PathStat {
  readonly kind: HostPathKind | "symlink";
  /** As in `chmod`: 0 to 0o777. */
  readonly permissions: number;
  /** {@link FileVersion.content}, of a file. The engine does not tell its inode. */
  readonly content?: string;
}

// Bits of Go's FileMode. Source: go/src/io/fs/fs.go.
const goMode = {
  directory: 0x8000_0000,
  symlink: 0x0800_0000,
  device: 0x0400_0000,
  namedPipe: 0x0200_0000,
  socket: 0x0100_0000,
  charDevice: 0x0020_0000,
  irregular: 0x0008_0000,
} as const;

/** @throws Error when the header is not what the engine documents */
export function parsePathStat(header: string): PathStat {
  const stat: unknown = JSON.parse(Buffer.from(header, "base64").toString("utf8"));
  if (typeof stat !== "object" || stat === null || !("mode" in stat) || typeof stat.mode !== "number") {
    throw new Error(`unexpected ${pathStatHeader}: ${JSON.stringify(stat)}`);
  }
  const kind = kindOfMode(stat.mode);
  const content = kind === "file" ? contentOf(stat) : undefined;
  return { kind, permissions: stat.mode & 0o777, ...(content === undefined ? {} : { content }) };
}

function contentOf(stat: object): string | undefined {
  if (!("size" in stat) || typeof stat.size !== "number" || !("mtime" in stat)) return undefined;
  const mtimeNs = typeof stat.mtime === "string" ? nanoseconds(stat.mtime) : undefined;
  return mtimeNs === undefined ? undefined : contentText(stat.size, mtimeNs);
}

/** Of a time as Go writes it, such as `2026-11-30T10:59:56.123456789+02:00`. A Date has milliseconds only. */
function nanoseconds(time: string): bigint | undefined {
  const [, second, fraction = "", zone] = /^([^.]+:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(time) ?? [];
  const milliseconds = Date.parse(`${second}${zone}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

function kindOfMode(mode: number): PathStat["kind"] {
  const has = (bit: number) => (mode & bit) !== 0;
  if (has(goMode.symlink)) return "symlink";
  if (has(goMode.directory)) return "directory";
  if (has(goMode.device)) return has(goMode.charDevice) ? "charDevice" : "blockDevice";
  if (has(goMode.socket)) return "socket";
  if (has(goMode.namedPipe) || has(goMode.irregular)) return "other";
  return "file";
}
