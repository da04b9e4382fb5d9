import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../programs/outage.mjs", import.meta.url));

/**
 * Does something while a client asks a published port again and again.
 * @returns {Promise<{outageMs: number, ms: number}>} the longest time without an answer, and how long the work took
 */
export async function withClient(port, work) {
  const client = spawn(process.execPath, [program, String(port)], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    client.stdout.setEncoding("utf8");
    await once(client.stdout, "data");
    let printed = "";
    client.stdout.on("data", (text) => {
      printed += text;
    });
    const begin = performance.now();
    await work();
    const ms = performance.now() - begin;
    client.stdin.end();
    await once(client, "close");
    return { outageMs: Number(printed), ms };
  } finally {
    client.kill();
  }
}
