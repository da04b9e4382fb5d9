import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { createServer } from "node:tls";
import { onTestFinished } from "vitest";
import type { Certificates } from "./certificates.ts";

/**
 * Puts TLS in front of a Unix socket, for clients with a certificate of the authority.
 * @returns its port on 127.0.0.1
 */
export async function tlsProxy(socketPath: string, { server: material }: Certificates): Promise<number> {
  const server = createServer({ ...material, requestCert: true, rejectUnauthorized: true }, (client) => {
    const engine = connect(socketPath);
    client.on("error", () => engine.destroy());
    engine.on("error", () => client.destroy());
    client.pipe(engine).pipe(client);
  });
  const open = new Set<{ destroy: () => void }>();
  server.on("connection", (socket) => open.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.close();
    for (const socket of open) socket.destroy();
    await once(server, "close");
  });
  return (server.address() as AddressInfo).port;
}
