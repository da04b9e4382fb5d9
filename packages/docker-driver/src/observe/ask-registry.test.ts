import { expect, it } from "vitest";
import { answerJson, likeEngine, serveOnSocket } from "../../test/connect/serve.ts";
import { tempDir, writeIn, writeProgram } from "../../test/connect/temp-dir.ts";
import { openEngine } from "../engine/open-engine.ts";
import { pullImage } from "../pull/pull-image.ts";
import { askRegistry, credentialsFor } from "./ask-registry.ts";

const digest = `sha256:${"a".repeat(64)}`;
const refused = { message: "unauthorized: authentication required" };
const { signal } = new AbortController();

/** An engine that asks a registry, which is open to all or wants a login. */
async function engineBefore({ isOpen }: { readonly isOpen: boolean }) {
  const headers: unknown[] = [];
  const endpoint = await serveOnSocket(
    likeEngine((request, response) => {
      headers.push(request.headers["x-registry-auth"]);
      if (!isOpen) return answerJson(response, 401, refused);
      if (request.method === "POST") return response.end('{"status":"Status: Image is up to date"}');
      answerJson(response, 200, { Descriptor: { digest } });
    }),
  );
  return { client: await openEngine(endpoint, { env: {} }), headers };
}

/** Troubles with credentials: what is in Docker's folder and in PATH, and how it is told. */
const troubles: readonly (readonly [string, object | string, string | undefined, string])[] = [
  [
    "a helper that is missing",
    { credsStore: "gone" },
    undefined,
    "there is no program docker-credential-gone",
  ],
  [
    "a helper that fails",
    { credHelpers: { "ghcr.io": "fake" } },
    "process.exitCode = 3",
    "docker-credential-fake failed (exit code 3)",
  ],
  ["a helper that says something else", { credsStore: "fake" }, "console.log('hm')", "gave no credentials"],
  ["a damaged file", '{"auths": ', undefined, "it is not valid JSON"],
];

async function settingsWith(config: object | string, helper: string | undefined) {
  const configDir = tempDir();
  await writeIn(configDir, "config.json", config);
  if (helper !== undefined) await writeProgram(configDir, "docker-credential-fake", helper);
  return { configDir, env: { PATH: configDir } };
}

it.each(troubles)("with %s an open registry is asked without a login", async (_, config, helper, told) => {
  const { client, headers } = await engineBefore({ isOpen: true });
  const findAuth = credentialsFor(await settingsWith(config, helper), client);
  expect(await askRegistry(client, "ghcr.io/team/app:1", findAuth, signal)).toEqual({
    status: "current",
    digest,
    notice: expect.stringContaining(told),
  });
  await pullImage(client, "ghcr.io/team/app:1", await findAuth("ghcr.io/team/app:1", signal));
  expect(headers).toEqual([undefined, undefined]);
});

it.each(troubles)(
  "with %s a registry that wants a login refuses, and why is told",
  async (_, config, helper, told) => {
    const { client } = await engineBefore({ isOpen: false });
    const findAuth = credentialsFor(await settingsWith(config, helper), client);
    expect(await askRegistry(client, "ghcr.io/team/app:1", findAuth, signal)).toEqual({
      status: "denied",
      reason: expect.stringMatching(new RegExp(`unauthorized.*${told.replace(/[()]/g, "\\$&")}`)),
      hint: expect.stringMatching(/./),
    });
    const pulled = pullImage(client, "ghcr.io/team/app:1", await findAuth("ghcr.io/team/app:1", signal));
    await expect(pulled).rejects.toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
      message: expect.stringContaining(told),
    });
  },
);

it("a helper without an entry for the registry is nothing to tell", async () => {
  const { client, headers } = await engineBefore({ isOpen: true });
  const settings = await settingsWith(
    { credsStore: "fake" },
    'console.log("credentials not found in native keychain"); process.exitCode = 1;',
  );
  const findAuth = credentialsFor(settings, client);
  expect(await askRegistry(client, "nginx:1", findAuth, signal)).toEqual({ status: "current", digest });
  expect(headers).toEqual([undefined]);
});
