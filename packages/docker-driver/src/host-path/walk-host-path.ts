import { posix } from "node:path";
import { HashikeError, type HostPathKind } from "@hashike/core";
import type { PathStat } from "./path-stat.ts";

/** Looks at files without following links. */
export interface PathReader {
  /** @returns `undefined` when nothing is there */
  readonly lstat: (path: string) => Promise<PathStat | undefined>;
  /** @returns a link's text, as it was written */
  readonly readLink: (path: string) => Promise<string>;
}

export interface WalkedPath {
  readonly kind: HostPathKind;
  /** The path with every link followed; of a missing one, where it would be made. */
  readonly realPath: string;
  /** Whether the directory that holds it exists. */
  readonly parentExists: boolean;
  /** {@link PathStat.content} */
  readonly content?: string | undefined;
}

/** As Linux does. Source: man 7 path_resolution. */
const maxHops = 40;

/**
 * Follows a path component by component. The engine cannot be asked for the whole path at once: it resolves links
 * within the helper container, where an absolute one leads to the image's files instead of the host's.
 * @param path absolute
 * @throws HashikeError `DRIVER_HOST_PATH` when the links go in circles
 */
export async function walkHostPath(path: string, reader: PathReader): Promise<WalkedPath> {
  const ahead = components(path).reverse();
  let real = "/";
  let kind: HostPathKind = "directory";
  let content: string | undefined;
  let hops = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    // Something that is no directory has nothing below it.
    if (kind !== "directory")
      return { kind: "missing", realPath: posix.join(real, name), parentExists: false };
    if (name === "..") {
      real = posix.dirname(real);
      continue;
    }
    const next = posix.join(real, name);
    const found = await reader.lstat(next);
    if (found === undefined) {
      const parentExists = ahead.length === 0;
      return { kind: "missing", realPath: posix.join(next, ...ahead.reverse()), parentExists };
    }
    if (found.kind !== "symlink") {
      real = next;
      kind = found.kind;
      content = found.content;
      continue;
    }
    hops += 1;
    if (hops > maxHops) {
      throw new HashikeError("DRIVER_HOST_PATH", `host path ${path}: too many levels of symbolic links`);
    }
    const link = await reader.readLink(next);
    if (link.startsWith("/")) real = "/";
    ahead.push(...components(link).reverse());
  }
  return { kind, realPath: real, parentExists: true, content };
}

function components(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}
