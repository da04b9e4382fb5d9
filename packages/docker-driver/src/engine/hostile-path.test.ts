import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { answerJson, likeEngine, serveOnSocket } from "../../test/connect/serve.ts";
import { imageStore } from "../image-store/image-store.ts";
import { openEngine } from "./open-engine.ts";

/** Ends the request line that it stands in, and begins a request of its own. */
const hostile = "x HTTP/1.1\r\nHost: localhost\r\n\r\nDELETE /containers/web?force=1";

/** An engine, and every request that reached it but for pings. */
async function recordingEngine() {
  const asked: string[] = [];
  const endpoint = await serveOnSocket(
    likeEngine(({ method, url }: IncomingMessage, response) => {
      asked.push(`${method} ${url}`);
      answerJson(response, 200, { Id: "sha256:a" });
    }),
  );
  return { asked, client: await openEngine(endpoint, { env: {} }) };
}

describe("a path that is none", () => {
  const bad = [`/images/${hostile}/json`, "/images/a b/json", "/images/a\n/json", "/images/\u0100/json"];

  it.each(bad)("reaches no engine: %j", async (path) => {
    const { asked, client } = await recordingEngine();
    const refused = "unescaped characters";
    await expect(client.get(path)).rejects.toThrow(refused);
    await expect(client.post(path)).rejects.toThrow(refused);
    expect(asked).toEqual([]);
    client.close();
  });
});

describe("an image's name in a path", () => {
  const signal = new AbortController().signal;

  it("asks for nothing but that image, whatever is in it", async () => {
    const { asked, client } = await recordingEngine();
    await imageStore(client).find(hostile, { signal });
    await imageStore(client).find("a?all=1#b%2f", { signal });
    expect(asked).toEqual([
      "GET /v1.41/images/x%20HTTP/1.1%0D%0AHost:%20localhost%0D%0A%0D%0ADELETE%20/containers/web%3Fforce=1/json",
      "GET /v1.41/images/a%3Fall=1%23b%252f/json",
    ]);
    client.close();
  });

  it("stays as it is otherwise", async () => {
    const { asked, client } = await recordingEngine();
    const name = `localhost:5000/team/app_1.x@sha256:${"a".repeat(64)}`;
    await imageStore(client).find(name, { signal });
    expect(asked).toEqual([`GET /v1.41/images/${name}/json`]);
    client.close();
  });
});
