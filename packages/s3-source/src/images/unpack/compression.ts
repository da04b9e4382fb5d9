/** How a file is compressed, told by its first bytes: names and headers may say anything. */
export type Compression = "none" | "gzip" | "zstd" | "bzip2" | "xz" | "lz4";

/** How many of the first bytes it takes to tell. */
export const magicBytes = 4;

/** @param head the first bytes of a file, at least {@link magicBytes} unless it is shorter */
export function compressionOf(head: Uint8Array): Compression {
  const start = Buffer.from(head.subarray(0, magicBytes)).toString("hex");
  if (start.startsWith("1f8b")) return "gzip";
  // The second is a frame to be skipped, with which tools that compress in parallel begin.
  if (start === "28b52ffd" || /^5[0-9a-f]2a4d18$/.test(start)) return "zstd";
  if (/^425a683[1-9]$/.test(start)) return "bzip2";
  if (start === "fd377a58") return "xz";
  if (start === "04224d18") return "lz4";
  return "none";
}
