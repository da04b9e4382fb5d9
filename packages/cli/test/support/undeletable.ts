import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { output } from "./hashike.ts";

export interface Undeletable extends AsyncDisposable {
  readonly id: string;
  /** From now on the engine can remove it. */
  release(): Promise<void>;
}

/**
 * Makes a container that the engine, on this machine, cannot remove: a file in its layer cannot be deleted. An engine that
 * tries says `driver "overlay2" failed to remove root filesystem`, and the container is dead from then on.
 */
export async function undeletable(name: string): Promise<Undeletable> {
  const [id = "", layer = ""] = (
    await output("docker", "inspect", "-f", "{{.Id}} {{.GraphDriver.Data.UpperDir}}", name)
  ).split(" ");
  const pin = join(layer, "pin");
  await writeFile(pin, "");
  await output("chattr", "+i", pin);
  let isPinned = true;
  const release = async () => {
    if (isPinned) await output("chattr", "-i", pin);
    isPinned = false;
  };
  return {
    id,
    release,
    async [Symbol.asyncDispose]() {
      await release();
      await output("docker", "rm", "-f", id).catch(() => "");
    },
  };
}
