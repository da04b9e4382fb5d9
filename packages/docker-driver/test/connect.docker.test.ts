import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { type EndpointOptions, resolveEndpoint } from "../src/connect/resolve-endpoint.ts";
import type { EngineClient } from "../src/engine/engine-client.ts";
import { openEngine } from "../src/engine/open-engine.ts";
import { makeCertificates } from "./connect/certificates.ts";
import { fakeSshTo } from "./connect/fake-ssh.ts";
import { startPodman } from "./connect/podman.ts";
import { serveOnTcp } from "./connect/serve.ts";
import { tempDir } from "./connect/temp-dir.ts";
import { tlsProxy } from "./connect/tls-proxy.ts";
import { engine } from "./support/engine.ts";

const { socketPath } = engine;
const nowhere = "/nonexistent";

/** Connects as the driver does, with settings of the test alone. */
function open(options: Partial<EndpointOptions>): Promise<EngineClient> {
  const { env = {} } = options;
  return openEngine(resolveEndpoint({ configDir: nowhere, ...options, env }), { env });
}

async function expectWorks(client: EngineClient): Promise<void> {
  const { ID } = await client.get<{ ID: string }>("/info");
  expect(ID).not.toBe("");
  const missing = client.get("/containers/hktest-connect-missing/json");
  await expect(missing).rejects.toMatchObject({ status: 404, code: "DRIVER_ENGINE_ERROR" });
  const { Id } = await client.get<{ Id: string }>("/images/hashike-test/busybox:1/json");
  const archive = await client.stream(`/images/${Id}/get`);
  let bytes = 0;
  for await (const chunk of archive) bytes += chunk.length;
  expect(bytes).toBeGreaterThan(1_000_000);
  client.close();
}

it("connects over the socket", async () => {
  const client = await open({ host: `unix://${socketPath}` });
  expect(client).toMatchObject({
    isPodman: false,
    isUnixSocket: true,
    apiVersion: expect.stringMatching(/^1\.\d\d$/),
  });
  await expectWorks(client);
});

it("connects over ssh", async () => {
  const ssh = await fakeSshTo(socketPath);
  const client = await open({ env: { ...ssh.env, DOCKER_HOST: "ssh://me@build.example:2222" } });
  expect(client.description).toBe("ssh://build.example:2222 (DOCKER_HOST)");
  await expectWorks(client);
  expect((await ssh.calls())[0]).toEqual(
    "-l me -p 2222 -o ConnectTimeout=30 -T -- build.example docker system dial-stdio".split(" "),
  );
});

describe("over TLS", () => {
  async function secured() {
    const certificates = await makeCertificates();
    const port = await tlsProxy(socketPath, certificates);
    return { DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_CERT_PATH: certificates.clientDir };
  }

  it("connects, with both sides verified", async () => {
    const env = await secured();
    await expectWorks(await open({ env: { ...env, DOCKER_TLS_VERIFY: "1" } }));
  });

  it("connects to a server that nobody vouches for when it is told not to verify", async () => {
    const env = await secured();
    const other = await makeCertificates();
    // Without verifying, the authority of another server does no harm.
    await writeFile(join(env.DOCKER_CERT_PATH, "ca.pem"), other.server.ca);
    await expect(open({ env: { ...env, DOCKER_TLS_VERIFY: "1" } })).rejects.toThrow(/not trusted/);
    await expectWorks(await open({ env: { ...env, DOCKER_TLS: "1" } }));
  });

  it("refuses a server of another authority", async () => {
    const env = await secured();
    const { clientDir } = await makeCertificates();
    const opened = open({ env: { ...env, DOCKER_CERT_PATH: clientDir, DOCKER_TLS_VERIFY: "1" } });
    await expect(opened).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: expect.stringMatching(/the TLS certificate of the server is not trusted/),
      hint: expect.stringContaining("ca.pem in DOCKER_CERT_PATH"),
    });
  });

  it("refuses a server under another name than its own", async () => {
    const env = await secured();
    const DOCKER_HOST = env.DOCKER_HOST.replace("127.0.0.1", "localhost");
    await expect(open({ env: { ...env, DOCKER_HOST, DOCKER_TLS_VERIFY: "1" } })).rejects.toThrow(
      /not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
    );
  });

  it("says what to check when the server does not like the certificate", async () => {
    const env = await secured();
    const { clientDir } = await makeCertificates();
    await expect(
      open({ env: { ...env, DOCKER_CERT_PATH: clientDir, DOCKER_TLS: "1" } }),
    ).rejects.toMatchObject({
      hint: expect.stringMatching(/DOCKER_CERT_PATH/),
    });
  });

  it("says so when the server wants a certificate", async () => {
    const { DOCKER_HOST } = await secured();
    const env = { DOCKER_HOST, DOCKER_TLS: "1" };
    await expect(open({ env, configDir: tempDir() })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_DENIED",
      message: expect.stringContaining("the engine refused the TLS certificate of this client"),
    });
  });

  it("says so when the server does not speak TLS, and when only the server does", async () => {
    const plain = await serveOnTcp((_, response) => response.end());
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${plain.port}`, DOCKER_TLS: "1" };
    await expect(open({ env })).rejects.toThrow(/it does not speak TLS/);
    const { DOCKER_HOST } = await secured();
    await expect(open({ env: { DOCKER_HOST } })).rejects.toMatchObject({ code: "DRIVER_ENGINE_UNREACHABLE" });
  });
});

describe("by a context that the Docker CLI made", () => {
  const docker = async (configDir: string, ...args: readonly string[]) => {
    await promisify(execFile)("docker", ["--config", configDir, "context", ...args]);
  };

  it("connects over the socket", async () => {
    const configDir = tempDir();
    await docker(configDir, "create", "lab", "--docker", `host=unix://${socketPath}`);
    await docker(configDir, "use", "lab");
    const client = await open({ configDir });
    expect(client.description).toContain("context lab");
    await expectWorks(client);
  });

  it("connects over TLS, with the files that it keeps", async () => {
    const certificates = await makeCertificates();
    const port = await tlsProxy(socketPath, certificates);
    const configDir = tempDir();
    const file = (name: string) => `${name}=${join(certificates.clientDir, `${name}.pem`)}`;
    const parts = [`host=tcp://127.0.0.1:${port}`, file("ca"), file("cert"), file("key")];
    await docker(configDir, "create", "far", "--docker", parts.join(","));
    await expectWorks(await open({ configDir, env: { DOCKER_CONTEXT: "far" } }));
  });
});

it("connects to Podman, and knows it", async () => {
  const client = await open({ host: `unix://${await startPodman()}` });
  expect(client).toMatchObject({ isPodman: true, apiVersion: expect.stringMatching(/^1\.\d\d$/) });
  expect(await client.get("/containers/json")).toEqual([]);
  await expect(client.get("/containers/missing/json")).rejects.toMatchObject({ status: 404 });
  const volume = await client.post<{ Name: string }>("/volumes/create", { body: { Name: "hktest-connect" } });
  expect(volume.Name).toBe("hktest-connect");
  await client.delete("/volumes/hktest-connect");
  client.close();
});
