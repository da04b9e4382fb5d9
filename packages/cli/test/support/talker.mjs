// Opens connections and answers others within whatever network namespace it was started in. Requests come as lines of
// JSON, each with a number; so do the answers. It ends when nobody can ask any more.
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";

/** UDP loses what comes at a bad moment, and nobody sends it again but the application. */
const resendMs = 200;
const connections = new Map();

const doing = {
  /** Answers every line with itself, after a prefix. */
  async echo({ protocol, port, prefix }) {
    if (protocol === "tcp") await echoTcp(port, prefix);
    else await echoUdp(port, prefix);
  },
  async connect({ connection, protocol, host, port }) {
    connections.set(connection, await (protocol === "tcp" ? connectTcp(host, port) : connectUdp(host, port)));
  },
  ask: ({ connection, text }) => connections.get(connection).ask(text),
};

function echoTcp(port, prefix) {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    createInterface(socket).on("line", (line) => socket.write(`${prefix}${line}\n`));
  });
  return new Promise((resolve, reject) => server.once("error", reject).listen(port, resolve));
}

function echoUdp(port, prefix) {
  const socket = createSocket("udp6");
  socket.on("message", (text, from) => socket.send(`${prefix}${text}`, from.port, from.address));
  return new Promise((resolve, reject) => socket.once("error", reject).bind(port, resolve));
}

async function connectTcp(host, port) {
  const socket = connect({ host, port });
  await new Promise((resolve, reject) => socket.once("error", reject).once("connect", resolve));
  const heard = createInterface(socket);
  let ended;
  socket.on("error", (error) => {
    ended = error.message;
  });
  socket.once("close", () => {
    ended ??= "closed";
    heard.emit("ended");
  });
  return {
    ask: (text) =>
      new Promise((resolve, reject) => {
        const end = () => reject(new Error(`the connection has ended: ${ended}`));
        if (ended !== undefined) return end();
        heard.once("line", resolve).once("ended", end);
        socket.write(`${text}\n`);
      }),
  };
}

async function connectUdp(host, port) {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  socket.on("error", () => {});
  await new Promise((resolve) => socket.connect(port, host, resolve));
  return {
    ask: (text) =>
      new Promise((resolve) => {
        const send = () => socket.send(text);
        const sending = setInterval(send, resendMs);
        const listen = (message) => {
          // An answer to an earlier question may come late.
          if (!String(message).endsWith(text)) return;
          socket.off("message", listen);
          clearInterval(sending);
          resolve(String(message));
        };
        socket.on("message", listen);
        send();
      }),
  };
}

const lines = createInterface(process.stdin);
lines.on("close", () => process.exit());
lines.on("line", async (line) => {
  const { id, what, ...request } = JSON.parse(line);
  const answer = await doing[what](request).then(
    (text) => ({ id, text }),
    (error) => ({ id, error: error.message }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
