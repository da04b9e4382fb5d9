import type { Socket } from "node:net";

/** How long a proxy may take to find out that nobody listens behind it. */
const proxyMs = 250;

/**
 * Whether somebody listens. The engine's own proxy takes every connection and closes it when nobody listens behind
 * it, so that one is watched for a moment.
 * @throws an error when the connection was closed
 */
export async function askTcp(socket: Socket, throughProxy: boolean): Promise<void> {
  try {
    if (throughProxy) await staysOpen(socket);
  } finally {
    socket.destroy();
  }
}

function staysOpen(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, proxyMs);
    const settle = (then: () => void) => () => {
      clearTimeout(timer);
      then();
    };
    socket.once("data", settle(resolve));
    socket.once(
      "close",
      settle(() => reject(new Error("the connection was closed"))),
    );
    socket.resume();
  });
}
