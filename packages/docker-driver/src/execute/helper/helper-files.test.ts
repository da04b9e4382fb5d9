import type { ServerResponse } from "node:http";
import { pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { likeEngine, serveOnSocket } from "../../../test/connect/serve.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import { openEngine } from "../../engine/open-engine.ts";
import { helperReader } from "./helper-files.ts";

/** Reads a link by an engine that answers the archive of it like this. */
async function readLink(
  answer: (response: ServerResponse) => void,
  { signal = new AbortController().signal, onBegun = () => {} } = {},
) {
  const endpoint = await serveOnSocket(
    likeEngine((_, response) => {
      response.writeHead(200, { "Content-Type": "application/x-tar" });
      answer(response);
    }),
  );
  const client = await openEngine(endpoint, { env: {} });
  const watched: EngineClient = {
    ...client,
    stream: async (path, options) => {
      const archive = await client.stream(path, options);
      setImmediate(onBegun);
      return archive;
    },
  };
  try {
    return await helperReader(watched, "h1", "/host", signal).readLink("/data");
  } finally {
    client.close();
  }
}

function archiveOf(header: { readonly name: string; readonly linkname?: string }): AsyncIterable<unknown> {
  const archive = pack();
  archive.entry({ ...header, type: header.linkname === undefined ? "file" : "symlink" });
  archive.finalize();
  return archive;
}

describe("the target of a link", () => {
  it("is the text of the link itself", async () => {
    const link = archiveOf({ name: "data", linkname: "../mnt/data" });
    const target = readLink(async (response) => {
      for await (const chunk of link) response.write(chunk);
      response.end();
    });
    expect(await target).toBe("../mnt/data");
  });

  it("is not there in an archive of something else, nor in one that is empty", async () => {
    const missing = "the engine sent no symbolic link for /host/data";
    const file = archiveOf({ name: "data" });
    const ofFile = readLink(async (response) => {
      for await (const chunk of file) response.write(chunk);
      response.end();
    });
    await expect(ofFile).rejects.toThrow(missing);
    await expect(readLink((response) => void response.end())).rejects.toThrow(missing);
  });

  it("is an error when the connection breaks before it was told", async () => {
    const cutOff = readLink((response) => response.write("dat", () => response.destroy()));
    await expect(cutOff).rejects.toThrow(/aborted|premature close/i);
  });

  it("is not waited for when nobody wants to know any more", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const given = readLink((response) => response.write("dat"), {
      signal: controller.signal,
      onBegun: () => controller.abort(reason),
    });
    await expect(given).rejects.toBe(reason);
  });
});
