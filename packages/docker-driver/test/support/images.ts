import { engine } from "./engine.ts";

/** Images that the tests' setup puts on the engine. */
export const busybox = "hashike-test/busybox:1";
export const nginx = "nginx:alpine-slim";

export async function imageId(name: string): Promise<string> {
  return (await engine.json<{ Id: string }>("GET", `/images/${name}/json`)).Id;
}
