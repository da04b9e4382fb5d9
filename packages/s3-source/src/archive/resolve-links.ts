import { posix } from "node:path";
import { ArchiveError, shown } from "./archive-error.ts";
import { cleanName, type TarEntry } from "./tar-entries.ts";

const mostHops = 8;

/**
 * Finds the file behind a path: before Docker 25, `docker save` writes a layer that it has already written as a link.
 * @throws ArchiveError when there is none, or a link leads out of the archive
 */
export function resolveFile(path: string, entries: ReadonlyMap<string, TarEntry>): TarEntry {
  let name = path;
  for (let hop = 0; hop <= mostHops; hop += 1) {
    const entry = entries.get(name);
    if (entry === undefined) throw new ArchiveError(`has no ${shown(path)}, which its manifest.json names`);
    if (entry.kind === "file") return entry;
    if (entry.kind === "directory") throw new ArchiveError(`has a folder in the place of ${shown(path)}`);
    name = targetOf(entry);
  }
  throw new ArchiveError(`has links that lead nowhere: ${shown(path)}`);
}

function targetOf({ name, kind, linkName }: TarEntry): string {
  // A hard link's target is a path in the archive, a symbolic one's is relative to the link's folder.
  if (kind === "hardlink") return cleanName(linkName);
  if (linkName.startsWith("/")) throw leadsOut(name);
  const target = posix.normalize(posix.join(posix.dirname(name), linkName));
  if (target === ".." || target.startsWith("../")) throw leadsOut(name);
  return cleanName(target);
}

function leadsOut(name: string): ArchiveError {
  return new ArchiveError(`has a link that leads out of it: ${shown(name)}`);
}
