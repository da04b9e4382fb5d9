import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempDir, writeIn } from "../../test/connect/temp-dir.ts";
import { type EndpointOptions, resolveEndpoint } from "./resolve-endpoint.ts";

const defaultSocket = (path: string) => path === "/var/run/docker.sock";

function resolve(options: Partial<EndpointOptions> = {}) {
  return resolveEndpoint({ env: {}, configDir: "/nonexistent", exists: defaultSocket, ...options });
}

async function contextDir(name: string, docker: object, current = name): Promise<string> {
  const dir = tempDir();
  const id = createHash("sha256").update(name).digest("hex");
  await writeIn(dir, "config.json", { currentContext: current });
  await writeIn(dir, `contexts/meta/${id}/meta.json`, { Name: name, Endpoints: { docker } });
  return dir;
}

describe("which engine", () => {
  it("is the local one when nothing says otherwise", () => {
    expect(resolve().describe).toBe("unix:///var/run/docker.sock (default)");
  });

  it("is the option's before that of DOCKER_HOST", () => {
    const { describe } = resolve({ host: "unix:///a.sock", env: { DOCKER_HOST: "unix:///b.sock" } });
    expect(describe).toBe("unix:///a.sock (given)");
  });

  it("is that of DOCKER_HOST before that of DOCKER_CONTEXT", () => {
    const env = { DOCKER_HOST: "tcp://b.example", DOCKER_CONTEXT: "c" };
    expect(resolve({ env }).describe).toBe("tcp://b.example:2375 (DOCKER_HOST)");
  });

  it("is that of DOCKER_CONTEXT before the chosen context", async () => {
    const configDir = await contextDir("prod", { Host: "ssh://me@prod.example" }, "other");
    expect(resolve({ configDir, env: { DOCKER_CONTEXT: "prod" } }).describe).toBe(
      "ssh://prod.example (context prod of DOCKER_CONTEXT)",
    );
  });

  it("is the chosen context's, found in the folder that DOCKER_CONFIG names", async () => {
    const dir = await contextDir("prod", { Host: "unix:///prod.sock" });
    const { endpoint, origin } = resolve({ configDir: undefined, env: { DOCKER_CONFIG: dir } });
    expect(endpoint).toEqual({ kind: "unix", socketPath: "/prod.sock" });
    expect(origin).toMatchObject({ kind: "context", name: "prod" });
  });

  it("is found in .docker below HOME", async () => {
    const home = tempDir();
    await writeIn(home, ".docker/config.json", { currentContext: "nope" });
    expect(() => resolve({ configDir: undefined, env: { HOME: home } })).toThrow(/there is no context nope/);
  });

  it("is an option's context before that of DOCKER_HOST, as with docker --context", async () => {
    const configDir = await contextDir("prod", { Host: "unix:///prod.sock" }, "");
    const { url } = resolve({ configDir, context: "prod", env: { DOCKER_HOST: "unix:///b.sock" } });
    expect(url).toBe("unix:///prod.sock");
  });

  it.each([{ context: "default" }, { env: { DOCKER_CONTEXT: "default" } }])(
    "is the local one with the context called default: %o",
    async (options) => {
      const configDir = await contextDir("prod", { Host: "unix:///prod.sock" });
      expect(resolve({ configDir, ...options }).origin).toEqual({ kind: "default" });
    },
  );

  it("takes empty variables as not set", () => {
    const env = { DOCKER_HOST: "", DOCKER_CONTEXT: "", DOCKER_TLS_VERIFY: "" };
    expect(resolve({ env }).origin).toEqual({ kind: "default" });
  });
});

describe("without the default socket", () => {
  const env = { XDG_RUNTIME_DIR: "/run/user/7" };
  const inOrder = [
    [
      "/run/user/7/docker.sock",
      "unix:///run/user/7/docker.sock (rootless Docker; there is no /var/run/docker.sock)",
    ],
    ["/run/podman/podman.sock", "unix:///run/podman/podman.sock (Podman; there is no /var/run/docker.sock)"],
    [
      "/run/user/7/podman/podman.sock",
      "unix:///run/user/7/podman/podman.sock (Podman; there is no /var/run/docker.sock)",
    ],
  ] as const;

  it.each(inOrder)("takes %s and says so", (path, description) => {
    expect(resolve({ env, exists: (p) => p === path }).describe).toBe(description);
  });

  it("prefers them in that order", () => {
    const sockets = inOrder.map(([path]) => path as string);
    expect(resolve({ env, exists: (p) => sockets.includes(p) }).url).toBe(`unix://${sockets[0]}`);
  });

  it("names the default one when there is none at all", () => {
    expect(resolve({ env, exists: () => false }).describe).toBe("unix:///var/run/docker.sock (default)");
  });

  it("takes none of them when an engine was named", () => {
    const named = { ...env, DOCKER_HOST: "unix:///gone.sock" };
    expect(resolve({ env: named, exists: (p) => p === "/run/podman/podman.sock" }).url).toBe(
      "unix:///gone.sock",
    );
  });
});

describe("TLS", () => {
  async function certDir(...names: readonly string[]): Promise<string> {
    const dir = tempDir();
    for (const name of names) await writeIn(dir, `${name}.pem`, `the ${name}`);
    return dir;
  }

  it("is on with DOCKER_TLS_VERIFY, with the files in DOCKER_CERT_PATH and port 2376", async () => {
    const certPath = await certDir("ca", "cert", "key");
    const env = { DOCKER_HOST: "tcp://b.example", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: certPath };
    expect(resolve({ env }).endpoint).toEqual({
      kind: "tcp",
      host: "b.example",
      port: 2376,
      tls: { ca: "the ca", cert: "the cert", key: "the key", verify: true },
    });
  });

  it("does not verify with DOCKER_TLS alone, and finds its files in the Docker CLI's folder", async () => {
    const configDir = await certDir("cert", "key");
    const env = { DOCKER_TLS: "1" };
    expect(resolve({ host: "tcp://b.example:99", configDir, env }).endpoint).toEqual({
      kind: "tcp",
      host: "b.example",
      port: 99,
      tls: { cert: "the cert", key: "the key", verify: false },
    });
  });

  it("is on with https, and the system's authorities do without a file", () => {
    expect(resolve({ host: "https://b.example" }).endpoint).toMatchObject({
      port: 2376,
      tls: { verify: true },
    });
  });

  it("is off with http, on a socket and over ssh, whatever is set", () => {
    const env = { DOCKER_TLS_VERIFY: "1" };
    for (const host of ["http://b.example", "unix:///b.sock", "ssh://b.example"]) {
      expect(resolve({ host, env }).endpoint).not.toHaveProperty("tls");
    }
  });

  it("comes with a context", async () => {
    const configDir = await contextDir("prod", { Host: "tcp://prod.example:2376", SkipTLSVerify: false });
    const id = createHash("sha256").update("prod").digest("hex");
    for (const name of ["ca", "cert", "key"]) {
      await writeIn(configDir, `contexts/tls/${id}/docker/${name}.pem`, `the ${name}`);
    }
    // Variables belong to DOCKER_HOST, not to a context.
    const env = { DOCKER_TLS: "1", DOCKER_CERT_PATH: "/elsewhere" };
    expect(resolve({ configDir, env }).endpoint).toMatchObject({
      tls: { ca: "the ca", cert: "the cert", key: "the key", verify: true },
    });
  });

  it("is not verified when a context says so", async () => {
    const configDir = await contextDir("lab", { Host: "tcp://lab.example", SkipTLSVerify: true });
    expect(resolve({ configDir }).endpoint).toMatchObject({ port: 2376, tls: { verify: false } });
  });

  it("is off for a context without files", async () => {
    const configDir = await contextDir("lab", { Host: "tcp://lab.example", SkipTLSVerify: false });
    expect(resolve({ configDir }).endpoint).toEqual({ kind: "tcp", host: "lab.example", port: 2375 });
  });

  it.each([
    [["cert", "key"], "ca.pem"],
    [["ca", "cert"], "key.pem"],
    [["ca", "key"], "cert.pem"],
  ])("with only %o says that %s is missing", async (names, missing) => {
    const certPath = await certDir(...names);
    const env = { DOCKER_HOST: "tcp://b.example", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: certPath };
    expect(() => resolve({ env })).toThrow(`DOCKER_CERT_PATH: there is no ${join(certPath, missing)}`);
  });
});

describe("what is wrong", () => {
  it("is named with the variable", () => {
    expect(() => resolve({ env: { DOCKER_HOST: "unix://x" } })).toThrow(/^DOCKER_HOST: /);
  });

  it("is named with the file of a context", async () => {
    const configDir = await contextDir("prod", { Host: "npipe:////./pipe/docker_engine" });
    expect(() => resolve({ configDir })).toThrow(/contexts\/meta\/[0-9a-f]{64}\/meta\.json: named pipes/);
  });

  it("is a context that is not there, with who chose it", () => {
    expect(() => resolve({ env: { DOCKER_CONTEXT: "gone" } })).toThrow(
      /^DOCKER_CONTEXT: there is no context gone/,
    );
  });

  it("is a context without an engine", async () => {
    const configDir = await contextDir("kube", {});
    expect(() => resolve({ configDir })).toThrow(/context kube names no engine/);
  });

  it("is a broken config.json, without its content", async () => {
    const configDir = tempDir();
    const file = await writeIn(configDir, "config.json", '{"auths": {"x": {"auth": "c2VjcmV0"');
    expect(() => resolve({ configDir })).toThrow(`${file}: it is not valid JSON`);
  });

  it("is a host and a context at once", () => {
    expect(() => resolve({ host: "unix:///a.sock", context: "b" })).toThrow(/only one of them/);
  });

  it("has a stable code and says what to write", () => {
    expect(() => resolve({ host: "foo://" })).toThrow(
      expect.objectContaining({
        code: "DRIVER_ENDPOINT_INVALID",
        hint: "write the engine's address as unix:///path/to.sock, tcp://host:port or ssh://user@host",
      }),
    );
  });
});
