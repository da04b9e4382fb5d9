import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A socket before the engine's that can go away and come back, as an engine that is restarted. */
export interface Relay extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly host: string;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** @param options `elsewhere`: by TCP, so that it counts as the engine of another machine. Default: a socket */
export async function startRelay(
  engineSocket: string,
  { elsewhere = false }: { readonly elsewhere?: boolean } = {},
): Promise<Relay> {
  const folder = await mkdtemp(join(tmpdir(), "hashike-relay-"));
  const path = join(folder, "engine.sock");
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;

  function pass(incoming: Socket): void {
    const outgoing = connect(engineSocket);
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }
  const comeBack = () =>
    new Promise<void>((resolve, reject) => {
      server = createServer(pass).once("error", reject);
      if (elsewhere) server.listen(port, "127.0.0.1", resolve);
      else server.listen(path, resolve);
    });
  const goAway = () =>
    new Promise<void>((resolve) => {
      server?.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  await comeBack();
  const address = server?.address();
  if (typeof address === "object" && address !== null) port = address.port;
  return {
    host: elsewhere ? `tcp://127.0.0.1:${port}` : `unix://${path}`,
    goAway,
    comeBack,
    async [Symbol.asyncDispose]() {
      await goAway();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
