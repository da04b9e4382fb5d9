import { request } from "node:http";
import { compareApiVersions } from "../../src/engine/api-version.ts";

/** Also a newer engine, to run the same tests on. */
const socketPath = process.env.HASHIKE_TEST_SOCKET || "/var/run/docker.sock";

/** Plain calls to the engine, so that tests look at it with other eyes than the driver's. */
export const engine = {
  socketPath,
  /** A path with the version that is spoken, for calls that are made without this. */
  versioned: async (path: string) => `/v${await apiVersion()}${path}`,
  async json<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const { status, text } = await call(method, path, body);
    if (status >= 400 && !(method === "DELETE" && status === 404)) {
      throw new Error(`${method} ${path}: ${status} ${text}`);
    }
    // Where Docker says nothing, Podman sometimes says OK.
    return (/^(OK)?\s*$/.test(text) ? undefined : JSON.parse(text)) as T;
  },
  text: (method: string, path: string, body?: unknown) => call(method, path, body),
  bytes: async (method: string, path: string) => (await call(method, path)).bytes,
  async status(method: string, path: string): Promise<number> {
    return (await call(method, path)).status;
  },
};

// Every engine answers in the words of this version, unless it has given it up; then the oldest that it has comes closest.
const wantedVersion = "1.41";

let asked: Promise<string> | undefined;

function apiVersion(): Promise<string> {
  asked ??= send("GET", "/version").then(({ text }) => {
    const { MinAPIVersion } = JSON.parse(text) as { readonly MinAPIVersion: string };
    return compareApiVersions(MinAPIVersion, wantedVersion) > 0 ? MinAPIVersion : wantedVersion;
  });
  return asked;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly bytes: Buffer;
}

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  return send(method, await engine.versioned(path), body);
}

function send(method: string, path: string, body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Pushing wants credentials, also where none are needed: an empty object in base64.
    const auth = { "x-registry-auth": "e30=" };
    const headers = body === undefined ? auth : { ...auth, "content-type": "application/json" };
    const sent = request({ socketPath, method, path, headers }, (answer) => {
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
