import type { HostPathKind } from "@hashike/core";

/** Header of `HEAD /containers/{id}/archive`: base64 of JSON. */
export const pathStatHeader = "x-docker-container-path-stat";

export interface PathStat {
  readonly kind: HostPathKind | "symlink";
  /** As in `chmod`: 0 to 0o777. */
  readonly permissions: number;
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
  return { kind: kindOfMode(stat.mode), permissions: stat.mode & 0o777 };
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
