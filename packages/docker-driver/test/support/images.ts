import { engine } from "./engine.ts";

/** Images that the tests' setup puts on the engine. */
export const busybox = "hashike-test/busybox:1";
export const nginx = "nginx:alpine-slim";

export async function imageId(name: string): Promise<string> {
  return (await engine.json<{ Id: string }>("GET", `/images/${name}/json`)).Id;
}

/** What keeps the engine's images: it names them, and tells of a pull, in its own way. */
export async function storeKind(): Promise<"graph" | "containerd"> {
  const { DriverStatus } = await engine.json<{ DriverStatus: readonly (readonly string[])[] }>(
    "GET",
    "/info",
  );
  return DriverStatus.some(([, value]) => value === "io.containerd.snapshotter.v1") ? "containerd" : "graph";
}
