import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { engine } from "./engine.ts";

/** Names of a test file's own, and their removal. */
export interface OwnThings {
  /** Starts everything that the file creates: `hk-3f9c1a-`. */
  readonly prefix: string;
  name(rest: string): string;
  /** Removes every container, network, volume, helper and image name of this run. */
  removeAll(): Promise<void>;
}

const family = "hktest";

/**
 * @param file a short word for the test file. What a crashed run of the same file has left goes first, so no two runs
 *   of one file may overlap.
 */
export async function ownThings(file: string): Promise<OwnThings> {
  const ofFile = `${family}-${file}-`;
  await removeNamed(ofFile);
  const prefix = `${ofFile}${randomBytes(3).toString("hex")}-`;
  return {
    prefix,
    name: (rest) => prefix + rest,
    removeAll: () => removeNamed(prefix),
  };
}

async function removeNamed(prefix: string): Promise<void> {
  const containers = await engine.json<
    { Id: string; Names: string[]; Image: string; Labels: Record<string, string> }[]
  >("GET", "/containers/json?all=1");
  for (const { Id, Names, Image, Labels } of containers) {
    const isOurs =
      // One that was to see what is in an image of the test, and that nobody named.
      Image.startsWith(prefix) ||
      Names.some((n) => n.startsWith(`/${prefix}`)) ||
      Labels["hashike.name"]?.startsWith(prefix) ||
      // A helper is named by a hash, and says what it is for: a path or a volume of the test.
      Labels["hashike.purpose"]?.includes(prefix);
    if (isOurs) await engine.json("DELETE", `/containers/${Id}?force=1&v=1`);
  }
  const networks = await engine.json<{ Id: string; Name: string }[]>("GET", "/networks");
  for (const { Id, Name } of networks)
    if (Name.replace(/^0-(hashike-park-)?/, "").startsWith(prefix)) await removeNetwork(Id);
  const { Volumes } = await engine.json<{
    Volumes: { Name: string; Labels: Record<string, string> | null }[] | null;
  }>("GET", "/volumes");
  for (const { Name, Labels } of Volumes ?? []) {
    // A note or a lock is named by a hash, and says which archive or whose it is about.
    const isOurs =
      Name.startsWith(prefix) ||
      Labels?.["hashike.archive"]?.includes(prefix) ||
      Labels?.["hashike.name"]?.startsWith(prefix);
    if (isOurs) await engine.json("DELETE", `/volumes/${Name}`);
  }
  const images = await engine.json<{ RepoTags: string[] | null }[]>("GET", "/images/json");
  for (const tag of images.flatMap(({ RepoTags }) => RepoTags ?? []))
    if (tag.split("/").some((part) => part.startsWith(prefix))) await engine.json("DELETE", `/images/${tag}`);
}

/** A container that ended while it was removed leaves its network a moment after it is gone. */
async function removeNetwork(id: string): Promise<void> {
  for (;;) {
    const { status, text } = await engine.text("DELETE", `/networks/${id}`);
    if (status < 400 || status === 404) return;
    if (!/active endpoints/.test(text)) throw new Error(`DELETE /networks/${id}: ${status} ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A host port between 20000 and 29999 that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + (randomBytes(2).readUInt16BE() % 10_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
