import { once } from "node:events";
import { connect, type Socket } from "node:net";

/**
 * Connects by TCP. The connection is closed when the signal aborts.
 * @throws an error with a `code` of the operating system; `signal.reason` when aborted
 */
export async function connectTo(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = connect({ host, port });
  const close = () => socket.destroy();
  signal.addEventListener("abort", close, { once: true });
  socket.once("close", () => signal.removeEventListener("abort", close));
  try {
    await once(socket, "connect", { signal });
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error;
  }
  // Whoever reads from it hears of it; without a reader it must not end the process.
  socket.on("error", () => {});
  return socket;
}

export type Connect = (host: string, port: number) => Promise<Socket>;

/** An address as it stands in a URL. */
export function authority(host: string, port: number): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
