import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempDir, writeIn, writeProgram } from "../../test/connect/temp-dir.ts";
import { registryAuth } from "./registry-auth.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** What the engine gets to see. */
function decode(header: string | undefined): unknown {
  return header === undefined ? undefined : JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
}

async function ask(domain: string, config: object | string, env: Readonly<Record<string, string>> = {}) {
  const configDir = tempDir();
  await writeIn(configDir, "config.json", config);
  return decode(await registryAuth(domain, { configDir, env }));
}

describe("config.json", () => {
  it("that is not there has no credentials", async () => {
    expect(await registryAuth("ghcr.io", { configDir: "/nonexistent", env: {} })).toBeUndefined();
  });

  it.each([
    ["user and password", { auth: base64("bob:pa:ss") }, { username: "bob", password: "pa:ss" }],
    ["padding of old", { auth: base64("bob:pass\0\0") }, { username: "bob", password: "pass" }],
    ["plain fields", { username: "bob", password: "pass" }, { username: "bob", password: "pass" }],
    ["an identity token", { auth: base64("bob:"), identitytoken: "t0k" }, { identitytoken: "t0k" }],
    ["a registry token", { registrytoken: "t0k" }, { registrytoken: "t0k" }],
  ])("gives %s", async (_, entry, expected) => {
    expect(await ask("ghcr.io", { auths: { "ghcr.io": entry } })).toEqual({
      ...expected,
      serveraddress: "ghcr.io",
    });
  });

  it("gives Docker Hub's under its old name", async () => {
    const auths = { "https://index.docker.io/v1/": { auth: base64("bob:pass") } };
    expect(await ask("docker.io", { auths })).toEqual({
      username: "bob",
      password: "pass",
      serveraddress: "https://index.docker.io/v1/",
    });
  });

  it.each([{}, { auths: {} }, { auths: { "ghcr.io": {} } }, { auths: null }, { credsStore: "" }])(
    "without the registry gives nothing: %j",
    async (config) => {
      expect(await ask("ghcr.io", config)).toBeUndefined();
    },
  );

  it.each([
    ['{"auths": {"ghcr.io": {"auth": "s3cret"', /config\.json: it is not valid JSON/],
    [{ auths: { "ghcr.io": { auth: base64("s3cret without a colon") } } }, /not base64 of user:password/],
    [{ credsStore: "../../bin/sh" }, /the name of the credential helper for ghcr.io is not one/],
    ["[]", /it is not a JSON object/],
  ])("that is broken is an error without its secrets: %j", async (config, message) => {
    const error = await ask("ghcr.io", config).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: "DRIVER_CREDENTIALS",
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });
    expect(JSON.stringify([String(error), error])).not.toMatch(/s3cret|czNjcmV0/);
  });

  it("gives a header that the engine can read: base64url with padding", async () => {
    const configDir = tempDir();
    await writeIn(configDir, "config.json", { auths: { r: { username: "ÿ>?", password: "~~~" } } });
    const header = await registryAuth("r", { configDir, env: {} });
    expect(header).toMatch(/^[A-Za-z0-9_-]+={0,2}$/);
    expect((header ?? "").length % 4).toBe(0);
  });
});

describe("a credential helper", () => {
  async function helper(source: string, config: object = { credsStore: "fake" }, domain = "ghcr.io") {
    const PATH = tempDir();
    await writeProgram(
      PATH,
      "docker-credential-fake",
      `const server = require("node:fs").readFileSync(0, "utf8");\nconst [command] = process.argv.slice(2);\n${source}`,
    );
    return ask(domain, config, { PATH });
  }
  const echo =
    'console.log(JSON.stringify({ ServerURL: server, Username: command, Secret: "for " + server }));';

  it("is asked with the server on stdin", async () => {
    expect(await helper(echo)).toEqual({
      username: "get",
      password: "for ghcr.io",
      serveraddress: "ghcr.io",
    });
  });

  it("is asked for Docker Hub under its old name", async () => {
    expect(await helper(echo, { credsStore: "fake" }, "docker.io")).toMatchObject({
      password: "for https://index.docker.io/v1/",
    });
  });

  it("can be that of one registry, before that of all", async () => {
    const config = { credHelpers: { "https://ghcr.io": "fake" }, credsStore: "missing" };
    expect(await helper(echo, config)).toMatchObject({ username: "get" });
  });

  it("comes before what is in the file", async () => {
    const config = { credsStore: "fake", auths: { "ghcr.io": { auth: base64("old:old") } } };
    expect(await helper(echo, config)).toMatchObject({ username: "get" });
  });

  it("of another registry is not asked", async () => {
    const config = {
      credHelpers: { "other.example": "missing" },
      auths: { "ghcr.io": { auth: base64("bob:pass") } },
    };
    expect(await helper(echo, config)).toMatchObject({ username: "bob" });
  });

  it("can give a token", async () => {
    expect(await helper('console.log(JSON.stringify({ Username: "<token>", Secret: "t0k" }));')).toEqual({
      identitytoken: "t0k",
      serveraddress: "ghcr.io",
    });
  });

  it("that has none gives none", async () => {
    const source = 'console.log("credentials not found in native keychain"); process.exitCode = 1;';
    expect(await helper(source)).toBeUndefined();
  });

  it.each([
    [
      "fails",
      'console.log("s3cret is locked"); console.error("s3cret"); process.exitCode = 2;',
      /failed \(exit code 2\)/,
    ],
    ["prints something else", 'console.log("s3cret");', /gave no credentials in the form/],
    ["prints half", 'console.log(JSON.stringify({ Secret: "s3cret" }));', /gave no credentials in the form/],
  ])("that %s is an error without its output", async (_, source, message) => {
    const error = await helper(source).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: "DRIVER_CREDENTIALS",
      message: expect.stringMatching(message),
      hint: "check it with `echo ghcr.io | docker-credential-fake get`",
    });
    expect(JSON.stringify([String(error), error])).not.toContain("s3cret");
  });

  it("that does not read its input works", async () => {
    const PATH = tempDir();
    await writeProgram(
      PATH,
      "docker-credential-fake",
      'console.log(JSON.stringify({ Username: "a", Secret: "b" }));',
    );
    expect(await ask("ghcr.io", { credsStore: "fake" }, { PATH })).toMatchObject({ username: "a" });
  });

  /** A helper that never answers; nor does what it has started, which has its output open as well. */
  async function hangingHelper({ endsItself = false } = {}) {
    const PATH = tempDir();
    const alive = createServer().listen(0, "127.0.0.1");
    await once(alive, "listening");
    const { port } = alive.address() as AddressInfo;
    const live = `require("node:net").connect(${port}, "127.0.0.1").on("error", () => {}).resume()`;
    // Its input ends with the helper.
    const started = endsItself ? `process.stdin.resume().on("end", () => ${live})` : live;
    await writeProgram(
      PATH,
      "docker-credential-fake",
      `const stdio = ["pipe", "inherit", "inherit"];
      require("node:child_process")
        .spawn(process.execPath, ["-e", ${JSON.stringify(started)}], { stdio })
        .once("spawn", () => ${endsItself ? "process.exit()" : live});`,
    );
    const configDir = tempDir();
    await writeIn(configDir, "config.json", { credsStore: "fake" });
    const sockets: Socket[] = [];
    const isAlive = new Promise<void>((resolve) => {
      alive.on("connection", (socket) => {
        sockets.push(socket.on("error", () => {}).resume());
        if (sockets.length === (endsItself ? 1 : 2)) resolve();
      });
    });
    return {
      isAlive,
      ask: (signal: AbortSignal) => registryAuth("ghcr.io", { configDir, env: { PATH }, signal }),
      [Symbol.dispose]: () => {
        for (const socket of sockets) socket.destroy();
        alive.close();
      },
    };
  }

  it.each([false, true])(
    "that hangs ends with the signal, also when it left another one (%s)",
    async (endsItself) => {
      using helper = await hangingHelper({ endsItself });
      const controller = new AbortController();
      const reason = new Error("enough");
      const failed = expect(helper.ask(controller.signal)).rejects.toBe(reason);
      await helper.isAlive;
      controller.abort(reason);
      await failed;
    },
  );

  it("that does not answer in time is told as such, whoever has set the time", async () => {
    using helper = await hangingHelper();
    const controller = new AbortController();
    const failed = expect(helper.ask(controller.signal)).rejects.toMatchObject({
      code: "DRIVER_CREDENTIALS",
      message: "docker-credential-fake did not answer in time when asked for ghcr.io",
    });
    await helper.isAlive;
    controller.abort(new DOMException("the time is over", "TimeoutError"));
    await failed;
  });

  it("that is missing is named", async () => {
    await expect(ask("ghcr.io", { credsStore: "nope" }, { PATH: "/nonexistent" })).rejects.toMatchObject({
      code: "DRIVER_CREDENTIALS",
      message: "there is no program docker-credential-nope in PATH",
      hint: "install docker-credential-nope, or take it out of credsStore and credHelpers in Docker's config.json",
    });
  });
});

describe("Podman's files", () => {
  it("are read before Docker's when the engine is Podman, and only then", async () => {
    const dir = tempDir();
    const auths = (user: string) => ({ auths: { "ghcr.io": { auth: base64(`${user}:x`) } } });
    await writeIn(dir, "config.json", auths("docker"));
    await writeIn(dir, "containers/auth.json", auths("podman"));
    const file = await writeIn(dir, "named.json", auths("named"));
    const user = async (isPodman: boolean, env: Readonly<Record<string, string>>) =>
      decode(await registryAuth("ghcr.io", { configDir: dir, isPodman, env }));
    expect(await user(true, { XDG_RUNTIME_DIR: dir, REGISTRY_AUTH_FILE: file })).toMatchObject({
      username: "named",
    });
    expect(await user(true, { XDG_RUNTIME_DIR: dir })).toMatchObject({ username: "podman" });
    expect(await user(false, { XDG_RUNTIME_DIR: dir })).toMatchObject({ username: "docker" });
    expect(await user(true, { XDG_RUNTIME_DIR: join(dir, "none") })).toMatchObject({ username: "docker" });
  });
});
