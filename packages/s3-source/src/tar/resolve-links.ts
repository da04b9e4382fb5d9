import { posix } from "node:path";
import { RefusalError, shown } from "../images/refusal-error.ts";
import { cleanName, type TarEntry } from "./tar-entries.ts";

const mostHops = 8;

/**
 * Finds the file behind a path: before Docker 25, `docker save` writes a layer that it has already written as a link.
 * @throws RefusalError when there is none, or a link leads out of the archive
 */
export function resolveFile(
  path: string,
  entries: ReadonlyMap<string, TarEntry>,
  namedBy = "manifest.json",
): TarEntry {
  let name = path;
  for (let hop = 0; hop <= mostHops; hop += 1) {
    const entry = entries.get(name);
    if (entry === undefined) throw new RefusalError(`has no ${shown(path)}, which its ${namedBy} names`);
    if (entry.kind === "file") return entry;
    if (entry.kind === "directory") throw new RefusalError(`has a folder in the place of ${shown(path)}`);
    name = targetOf(entry);
  }
  throw new RefusalError(`has links that lead nowhere: ${shown(path)}`);
}

function targetOf({ name, kind, linkName }: TarEntry): string {
  // A hard link's target is a path in the archive, a symbolic one's is relative to the link's folder.
  if (kind === "hardlink") return cleanName(linkName);
  if (linkName.startsWith("/")) throw leadsOut(name);
  const target = posix.normalize(posix.join(posix.dirname(name), linkName));
  if (target === ".." || target.startsWith("../")) throw leadsOut(name);
  return cleanName(target);
}

function leadsOut(name: string): RefusalError {
  return new RefusalError(`has a link that leads out of it: ${shown(name)}`);
}
