import { request } from "node:http";
import { engine } from "./engine.ts";

/** Without keep-alive: an open connection may still reach who had the port before. */
export function page(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () => resolve(text.trim()));
      answer.on("error", reject);
    });
    sent.on("error", reject).end();
  });
}

export async function untilPage(url: string, text: string): Promise<void> {
  for (;;) {
    if ((await page(url).catch(() => "")) === text) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** IPv4 addresses that a name has in a container, sorted. */
export async function lookUp(id: string, name: string): Promise<readonly string[]> {
  const { Id } = await engine.json<{ Id: string }>("POST", `/containers/${id}/exec`, {
    AttachStdout: true,
    Tty: true,
    Cmd: ["nslookup", "-type=a", name, "127.0.0.11"],
  });
  const { stdout } = await execOutput(Id);
  return [...stdout.matchAll(/^Address(?: \d+)?: (\d+\.\d+\.\d+\.\d+)\s*$/gm)]
    .map(([, address]) => address ?? "")
    .filter((address) => address !== "127.0.0.11")
    .sort();
}

async function execOutput(execId: string): Promise<{ readonly stdout: string }> {
  const path = await engine.versioned(`/exec/${execId}/start`);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        socketPath: engine.socketPath,
        method: "POST",
        path,
        headers: { "content-type": "application/json" },
      },
      (answer) => {
        let stdout = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          stdout += chunk;
        });
        answer.on("end", () => resolve({ stdout }));
        answer.on("error", reject);
      },
    );
    sent.on("error", reject).end(JSON.stringify({ Tty: true }));
  });
}
