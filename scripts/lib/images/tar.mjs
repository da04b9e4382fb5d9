/** All files get this time, so that equal content gives equal archives (and image IDs) on every machine. */
export const fixedTime = Date.UTC(2025, 0, 1) / 1000;

/**
 * @typedef {object} Entry
 * @property {string} path relative, without a leading slash; at most 100 bytes
 * @property {Buffer | string} [content] of a file
 * @property {string} [linkTo] of a symbolic link; an entry with neither is a folder
 * @property {number} [mode] default 0755 for folders, 0644 for files
 * @property {number} [uid]
 * @property {number} [gid]
 */

/**
 * Writes a tar archive (ustar). Entries are sorted by path, which puts folders before what is in them.
 * @param {Entry[]} entries
 * @returns {Buffer}
 */
export function tar(entries) {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap((entry) => [header(entry), ...content(entry)]);
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function header(entry) {
  const isFolder = entry.content === undefined && entry.linkTo === undefined;
  const path = isFolder ? `${entry.path}/` : entry.path;
  if (Buffer.byteLength(path) > 100) throw new Error(`too long for a tar header: ${path}`);
  const type = isFolder ? "5" : entry.linkTo === undefined ? "0" : "2";
  const block = Buffer.alloc(512);
  block.write(path, 0);
  block.write(octal(entry.mode ?? (isFolder || entry.linkTo ? 0o755 : 0o644), 7), 100);
  block.write(octal(entry.uid ?? 0, 7), 108);
  block.write(octal(entry.gid ?? 0, 7), 116);
  block.write(octal(size(entry), 11), 124);
  block.write(octal(fixedTime, 11), 136);
  block.write(" ".repeat(8), 148);
  block.write(type, 156);
  block.write(entry.linkTo ?? "", 157);
  block.write("ustar\u000000", 257);
  // The checksum is taken with its own field full of spaces, as it is at this moment.
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${octal(checksum, 6)}\u0000 `, 148);
  return block;
}

function content(entry) {
  if (entry.content === undefined) return [];
  const padding = (512 - (size(entry) % 512)) % 512;
  return [Buffer.from(entry.content), Buffer.alloc(padding)];
}

const size = (entry) => (entry.content === undefined ? 0 : Buffer.byteLength(entry.content));

const octal = (number, digits) => number.toString(8).padStart(digits, "0");
