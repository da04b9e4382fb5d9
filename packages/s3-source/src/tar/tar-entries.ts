import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError, shown } from "../images/refusal-error.ts";
import { trustHint } from "../images/unpack/growth-check.ts";
import { parsePax } from "./pax.ts";
import { blockSize, decodeHeader, paddedSize, type TarHeader } from "./tar-header.ts";
import type { TarInput } from "./tar-input.ts";

export interface TarEntry {
  /** Without `./` before it and `/` after it; never absolute, never with `..` in it. */
  readonly name: string;
  readonly kind: "file" | "directory" | "symlink" | "hardlink";
  /** As it stands there; empty but for links. */
  readonly linkName: string;
  /** In bytes. */
  readonly size: number;
  /** Where its content begins in the archive. */
  readonly offset: number;
}

const kinds: Readonly<Record<string, TarEntry["kind"]>> = {
  "0": "file",
  "1": "hardlink",
  "2": "symlink",
  "5": "directory",
  // Contiguous files, which nobody treats in another way.
  "7": "file",
};

/**
 * Walks through a tar: ustar, PAX and GNU's long names. The content of an entry can be read while the entry is the
 * last that was given; what is not read is skipped.
 * @throws RefusalError for what no tool writes: names that lead out, devices, sparse files, two different files of the
 * same name, too many entries, an end in the middle of an entry
 */
export async function* tarEntries(input: TarInput, limits: ImageLimits): AsyncGenerator<TarEntry> {
  const sizes = new Map<string, number>();
  let offset = 0;
  let extended: Partial<TarHeader> = {};
  for (let count = 0; ; count += 1) {
    if (count > limits.maxEntries) {
      throw new RefusalError(`has more than ${limits.maxEntries} entries`, trustHint);
    }
    const block = await input.read(offset, blockSize);
    if (block.length === 0) return;
    if (block.length < blockSize) throw truncated();
    const header = decodeHeader(block);
    if (header === undefined) return;
    const start = offset + blockSize;
    if (isExtension(header)) {
      extended = { ...extended, ...(await readExtension(header, start, input, limits)) };
      offset = start + paddedSize(header.size);
      continue;
    }
    const entry = toEntry({ ...header, ...extended }, start);
    extended = {};
    // Some tools write a layer again for each image that has it.
    const isAgain = entry.kind === "file" && sizes.get(entry.name) === entry.size;
    if (entry.kind !== "directory" && sizes.has(entry.name) && !isAgain) {
      throw new RefusalError(`has ${shown(entry.name)} twice`);
    }
    sizes.set(entry.name, entry.size);
    if (input.size !== undefined && entry.offset + entry.size > input.size) throw truncated();
    if (entry.name !== "") yield entry;
    offset = start + paddedSize(entry.size);
  }
}

export function truncated(): RefusalError {
  return new RefusalError("ends in the middle", "upload it again: it is incomplete");
}

function toEntry({ name, size, type, linkName }: TarHeader, offset: number): TarEntry {
  const kind = kinds[type];
  if (kind === undefined) {
    throw new RefusalError(
      `has an entry of a kind that does not belong in it: ${shown(name)} (${shown(type)})`,
    );
  }
  // Old tars mark folders by their name alone.
  const isFolder = kind === "directory" || (kind === "file" && name.endsWith("/"));
  const hasContent = kind === "file" && !isFolder;
  return {
    name: cleanName(name),
    kind: isFolder ? "directory" : kind,
    linkName,
    size: hasContent ? size : 0,
    offset,
  };
}

/** @throws RefusalError for a name that leads out of the archive */
export function cleanName(name: string): string {
  const parts = name.split("/").filter((part) => part !== "." && part !== "");
  if (name.startsWith("/") || parts.includes("..") || name.includes("\0") || name.length > 4096) {
    throw new RefusalError(`has an entry whose name leads out of it: ${shown(name)}`);
  }
  return parts.join("/");
}

/** Types of headers that are about the next entry, or about all. */
function isExtension({ type }: TarHeader): boolean {
  return "xgLK".includes(type);
}

async function readExtension(
  { size, type }: TarHeader,
  offset: number,
  input: TarInput,
  { maxDocumentBytes }: ImageLimits,
): Promise<Partial<TarHeader>> {
  if (size > maxDocumentBytes) throw new RefusalError("has a header that is too long");
  const bytes = await input.read(offset, size);
  if (bytes.length < size) throw truncated();
  const text = () => Buffer.from(bytes).toString("utf8").replace(/\0.*/s, "");
  switch (type) {
    case "L":
      return { name: text() };
    case "K":
      return { linkName: text() };
    case "x":
      return parsePax(bytes);
    default:
      // Global ones hold comments, such as the commit of `git archive`.
      return {};
  }
}
