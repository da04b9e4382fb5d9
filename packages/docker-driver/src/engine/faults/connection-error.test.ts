import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempDir, writeIn } from "../../../test/connect/temp-dir.ts";
import { describeEndpoint, type EndpointOrigin } from "../../connect/endpoint.ts";
import { SshError } from "../../connect/ssh.ts";
import { openEngine } from "../open-engine.ts";
import { connectionError } from "./connection-error.ts";

function failure(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

function unix(socketPath: string, origin: EndpointOrigin = { kind: "default" }) {
  return describeEndpoint({ kind: "unix", socketPath }, origin);
}

const tcp = describeEndpoint(
  { kind: "tcp", host: "b.example", port: 2376, tls: { verify: true } },
  { kind: "variable", name: "DOCKER_HOST" },
);

describe("on a socket", () => {
  it("that does not exist says how to get an engine", async () => {
    const opened = openEngine(unix(join(tempDir(), "no.sock")), { env: {} });
    await expect(opened).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: expect.stringMatching(
        /^no Docker Engine at unix:\/\/\S+no\.sock \(default\): the socket does not exist$/,
      ),
      hint: expect.stringMatching(/`docker --version`.*`systemctl start docker`.*DOCKER_HOST/),
    });
  });

  it.each([
    [{ kind: "variable", name: "DOCKER_HOST" }, /DOCKER_HOST/],
    [{ kind: "context", name: "prod", chosenBy: "DOCKER_CONTEXT" }, /docker context inspect prod/],
    [{ kind: "option" }, /the address that was given/],
  ] as const)("that was named elsewhere says where to look: %o", (origin, hint) => {
    expect(connectionError(failure("ENOENT"), unix("/x.sock", origin)).hint).toMatch(hint);
  });

  it("that nobody listens on says how to start an engine", async () => {
    const dir = tempDir();
    const server = createServer().listen(join(dir, "a.sock"));
    await once(server, "listening");
    // Closing removes the socket's file, not its copy by another name.
    const { linkSync } = await import("node:fs");
    linkSync(join(dir, "a.sock"), join(dir, "left.sock"));
    server.close();
    await once(server, "close");
    await expect(openEngine(unix(join(dir, "left.sock")), { env: {} })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: expect.stringContaining("nothing listens on it"),
      hint: expect.stringContaining("systemctl start docker"),
    });
  });

  it("that is a plain file does not work either", async () => {
    const file = await writeIn(tempDir(), "file", "");
    copyFileSync(file, `${file}.sock`);
    await expect(openEngine(unix(`${file}.sock`), { env: {} })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
    });
  });

  it("that this user may not open says how to be let in", () => {
    expect(connectionError(failure("EACCES"), unix("/var/run/docker.sock"))).toMatchObject({
      code: "DRIVER_ENGINE_DENIED",
      message:
        "no access to the Docker Engine at unix:///var/run/docker.sock (default): this user may not open the socket",
      hint: expect.stringContaining("sudo usermod -aG docker $USER"),
    });
  });
});

describe("over tcp", () => {
  it("a refused connection is told as one", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    server.close();
    await once(server, "close");
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const endpoint = describeEndpoint({ kind: "tcp", host: "127.0.0.1", port }, { kind: "option" });
    await expect(openEngine(endpoint, { env: {} })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: `no Docker Engine at tcp://127.0.0.1:${port} (given): the connection was refused: nothing listens there`,
    });
  });

  it("what does not speak HTTP is told as such", async () => {
    const server = createServer((socket) => socket.end("220 smtp.example ready\r\n")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const endpoint = describeEndpoint({ kind: "tcp", host: "127.0.0.1", port }, { kind: "option" });
    await expect(openEngine(endpoint, { env: {} })).rejects.toThrow(/does not speak HTTP/);
    server.close();
  });

  it.each([
    ["ENOTFOUND", "DRIVER_ENGINE_UNREACHABLE", /the name of the host cannot be resolved/],
    ["EHOSTUNREACH", "DRIVER_ENGINE_UNREACHABLE", /no route to the host/],
    ["ETIMEDOUT", "DRIVER_ENGINE_UNREACHABLE", /does not answer/],
    [
      "CERT_HAS_EXPIRED",
      "DRIVER_ENGINE_UNREACHABLE",
      /certificate of the server is not trusted \(CERT_HAS_EXPIRED\)/,
    ],
    ["ERR_OSSL_PEM_NO_START_LINE", "DRIVER_ENDPOINT_INVALID", /certificate or key cannot be used/],
    ["EWHATEVER", "DRIVER_ENGINE_UNREACHABLE", /strange/],
  ])("%s is %s", (code, expected, message) => {
    const error = connectionError(failure(code, "strange"), tcp);
    expect(error).toMatchObject({ code: expected, message: expect.stringMatching(message) });
    expect(error.hint).toBeTruthy();
  });
});

describe("over ssh", () => {
  const endpoint = describeEndpoint({ kind: "ssh", user: "me", host: "b.example" }, { kind: "option" });

  it.each([
    ["me@b.example: Permission denied (publickey,password).", "DRIVER_ENGINE_DENIED", /ssh-agent/],
    ["Host key verification failed.", "DRIVER_ENGINE_UNREACHABLE", /check the host's key/],
    ["bash: line 1: docker: command not found", "DRIVER_ENGINE_UNREACHABLE", /install the Docker CLI/],
    [
      "ssh: Could not resolve hostname b.example",
      "DRIVER_ENGINE_UNREACHABLE",
      /`docker version` works there/,
    ],
  ])("%s", (said, code, hint) => {
    const error = connectionError(new SshError(said), endpoint);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(hint) });
    expect(error.message).toContain(said);
  });
});
