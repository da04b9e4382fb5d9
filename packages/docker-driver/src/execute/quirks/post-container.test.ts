import { expect, it } from "vitest";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { CreateBody } from "../../to-docker/create-body.ts";
import { postContainer } from "./post-container.ts";

const body = { Image: "sha256:wanted" } as CreateBody;

/** @returns what was asked of an engine whose containers are of `image`, or that fails when asked for one */
async function asked(image: string | Error): Promise<readonly string[]> {
  const requests: string[] = [];
  const client = {
    post: async (_: string, { body: sent }: { readonly body: CreateBody }) => {
      requests.push(`create from ${sent.Image}`);
      return { Id: `id-${requests.length}`, Warnings: null };
    },
    get: async (path: string) => {
      requests.push(`GET ${path}`);
      if (image instanceof Error) throw image;
      return { Image: image };
    },
    delete: async (path: string) => void requests.push(`DELETE ${path}`),
  };
  await postContainer(client as unknown as EngineClient, { name: "web" }, body, "nginx:1").catch((error) =>
    requests.push(`failed: ${error.message}`),
  );
  return requests;
}

it("creates by the image's name", async () => {
  expect(await asked("sha256:wanted")).toEqual(["create from nginx:1", "GET /containers/id-1/json"]);
});

it("creates by the image's ID when the name means another one by now", async () => {
  expect(await asked("sha256:other")).toEqual([
    "create from nginx:1",
    "GET /containers/id-1/json",
    "DELETE /containers/id-1",
    "create from sha256:wanted",
  ]);
});

it("leaves nothing behind when it cannot be told from which image it was made", async () => {
  expect(await asked(new Error("cut off"))).toEqual([
    "create from nginx:1",
    "GET /containers/id-1/json",
    "DELETE /containers/id-1",
    "failed: cut off",
  ]);
});
