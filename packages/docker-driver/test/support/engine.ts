import { request } from "node:http";

/** Also a newer engine, to run the same tests on. */
const socketPath = process.env.HASHIKE_TEST_SOCKET || "/var/run/docker.sock";

/** Plain calls to the engine, so that tests look at it with other eyes than the driver's. */
export const engine = {
  socketPath,
  async json<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, text } = await call(method, path, body);
    if (status >= 400 && !(method === "DELETE" && status === 404)) {
      throw new Error(`${method} ${path}: ${status} ${text}`);
    }
    return (text === "" ? undefined : JSON.parse(text)) as T;
  },
  text: (method: string, path: string) => call(method, path),
  bytes: async (method: string, path: string) => (await call(method, path)).bytes,
  async status(method: string, path: string): Promise<number> {
    return (await call(method, path)).status;
  },
};

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly bytes: Buffer;
}

function call(method: string, path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Pushing wants credentials, also where none are needed: an empty object in base64.
    const auth = { "x-registry-auth": "e30=" };
    const headers = body === undefined ? auth : { ...auth, "content-type": "application/json" };
    const sent = request({ socketPath, method, path: `/v1.41${path}`, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: answer.statusCode ?? 0, text: bytes.toString("utf8"), bytes });
      });
      answer.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
