import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { deferred } from "../../test/connect/deferred.ts";
import { answerJson, likeEngine, serveOnSocket } from "../../test/connect/serve.ts";
import { openEngine } from "../engine/open-engine.ts";
import { readLogs } from "./read-logs.ts";

it("follows the logs of twelve containers with one signal, and nothing is warned of", async () => {
  const allFollowed = deferred();
  let followed = 0;
  const endpoint = await serveOnSocket(
    likeEngine(({ url }, response) => {
      if (url?.endsWith("/json")) return answerJson(response, 200, { Config: { Tty: true } });
      response.write("ready\n");
      followed += 1;
      if (followed === 12) allFollowed.resolve();
    }),
  );
  const client = await openEngine(endpoint, { env: {} });
  const warnings: string[] = [];
  const keep = (warning: Error) => void warnings.push(warning.message);
  process.on("warning", keep);
  try {
    const { signal, abort } = controlled();
    const ended = Array.from({ length: 12 }, async (_, n) => {
      const lines: string[] = [];
      for await (const { text } of readLogs(client, `c${n}`, { follow: true, signal })) lines.push(text);
      return lines;
    });
    await allFollowed.promise;
    abort();
    expect((await Promise.all(ended)).length).toBe(12);
    await setImmediate();
  } finally {
    process.off("warning", keep);
    client.close();
  }
  expect(warnings).toEqual([]);
});

function controlled() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("enough")) };
}
