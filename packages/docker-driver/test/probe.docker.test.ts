import { type AddressInfo, connect, createServer } from "node:net";
import type { Driver, ObservedContainer, ProbeHandler, ProbeSpec } from "@hashike/core";
import { probeSpec } from "@hashike/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCertificates } from "./connect/certificates.ts";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId, nginx } from "./support/images.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let networks: readonly string[];
const driver = testDriver();

beforeAll(async () => {
  own = await ownThings("probe");
  networks = [own.name("net"), own.name("inner")];
  await engine.json("POST", "/networks/create", { Name: networks[0] });
  await engine.json("POST", "/networks/create", { Name: networks[1], Internal: true });
});

afterAll(() => own.removeAll());

interface Given {
  readonly image?: string;
  readonly on?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a container that runs a script. */
async function run(
  short: string,
  script: string,
  { image = busybox, on = networks.slice(0, 1), env = {} }: Given = {},
) {
  const name = own.name(short);
  const container = steps(driver, await imageId(image));
  const id = await container.create({
    name,
    networks: on,
    env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
    command: ["sh", "-c", script],
  });
  await container.start(name, id);
  return { id, name, container };
}

function probeOf(handler: ProbeHandler, timeoutSeconds = 10): ProbeSpec {
  return probeSpec(handler, { timeoutSeconds, periodSeconds: 1, failureThreshold: 1 });
}

interface Asked {
  readonly timeoutSeconds?: number;
  readonly by?: Driver;
}

function ask(id: string, handler: ProbeHandler, { timeoutSeconds, by = driver }: Asked = {}) {
  if (by.probe === undefined) throw new Error("the driver asks nobody");
  const options = { signal: new AbortController().signal, secrets: {} };
  return by.probe({ id } as ObservedContainer, probeOf(handler, timeoutSeconds), options);
}

async function until(id: string, handler: ProbeHandler, by = driver): Promise<void> {
  while ((await ask(id, handler, { by })).kind !== "success")
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The engine at a TCP port, as if it were another machine's. */
async function openGateway() {
  const server = createServer((socket) => {
    const onward = connect(engine.socketPath);
    for (const end of [socket, onward]) end.on("error", () => {});
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: async () => void server.close() };
}

const http = (port: number, more: object = {}): ProbeHandler => ({
  kind: "httpGet",
  scheme: "http",
  port,
  path: "/",
  headers: [],
  ...more,
});

describe("a command", () => {
  it("answers by its exit code, with what it said last", async () => {
    const { id } = await run("exec", "sleep 600");
    const sh = (script: string): ProbeHandler => ({ kind: "exec", command: ["sh", "-c", script] });
    expect(await ask(id, sh("exit 0"))).toEqual({ kind: "success" });
    expect(await ask(id, sh("echo connecting >&2; echo no db >&2; exit 3"))).toEqual({
      kind: "failure",
      reason: "command sh exited with code 3: no db",
    });
    expect(await ask(id, sh("sleep 600"), { timeoutSeconds: 0.5 })).toEqual({
      kind: "failure",
      reason: "command sh did not end within 0.5 s",
    });
  });

  it("that is not there, or cannot be run, is a failure that says so", async () => {
    const { id } = await run("missing", "sleep 600");
    expect(await ask(id, { kind: "exec", command: ["no-such"] })).toEqual({
      kind: "failure",
      reason: expect.stringMatching(/^command no-such exited with code 12[67]: .*"no-such".* not found/),
    });
    expect(await ask(id, { kind: "exec", command: ["/etc/passwd"] })).toMatchObject({
      kind: "failure",
      reason: expect.stringContaining("permission denied"),
    });
  });

  it("fails in a container that has ended, or is gone", async () => {
    const { id, name, container } = await run("ended", "sleep 600");
    await container.stop(name, id);
    const command = { kind: "exec", command: ["true"] } as const;
    expect(await ask(id, command)).toMatchObject({ kind: "failure", reason: /is not running/ });
    await container.remove(name, id);
    expect(await ask(id, command)).toMatchObject({ kind: "failure" });
    expect(await ask(id, http(80))).toEqual({ kind: "failure", reason: "it is not there any more" });
  });
});

describe("a port", () => {
  it("is asked on the container's own address, without being published, also on an internal network", async () => {
    for (const network of networks) {
      const { id } = await run(network.slice(-5), "echo hi > /tmp/index.html; httpd -f -p 8080 -h /tmp", {
        on: [network],
      });
      await until(id, { kind: "tcpSocket", port: 8080 });
      expect(await ask(id, http(8080))).toEqual({ kind: "success" });
      expect(await ask(id, http(8080, { path: "/none" }))).toEqual({
        kind: "failure",
        reason: expect.stringMatching(/^GET http:\/\/\d+\.\d+\.\d+\.\d+:8080\/none answered 404$/),
      });
      expect(await ask(id, { kind: "tcpSocket", port: 81 })).toEqual({
        kind: "failure",
        reason: expect.stringMatching(/^connecting to \d+\.\d+\.\d+\.\d+:81: connection refused$/),
      });
    }
  });

  it("is asked on a network that it has moved to", async () => {
    const { id, name, container } = await run("moved", "httpd -f -p 80 -h /etc", { on: networks.slice(1) });
    await until(id, http(80, { path: "/passwd" }));
    await container.connect(name, id, networks[0] ?? "");
    await engine.json("POST", `/networks/${networks[1]}/disconnect`, { Container: id });
    expect(await ask(id, http(80, { path: "/passwd" }))).toEqual({ kind: "success" });
  });

  it("cannot be asked where it has no network and no host port", async () => {
    const { id } = await run("alone", "sleep 600", { on: ["none"] });
    expect(await ask(id, http(80))).toMatchObject({ kind: "unknown" });
  });

  it("is asked by its host port where the engine is on another machine", async () => {
    const hostPort = await freePort();
    const { Id } = await engine.json<{ Id: string }>(
      "POST",
      `/containers/create?name=${own.name("published")}`,
      {
        Image: busybox,
        Cmd: ["httpd", "-f", "-p", "80", "-h", "/etc"],
        ExposedPorts: { "80/tcp": {} },
        HostConfig: { PortBindings: { "80/tcp": [{ HostPort: String(hostPort) }] } },
      },
    );
    await engine.json("POST", `/containers/${Id}/start`);
    await using gateway = await openGateway();
    const away = testDriver({ host: `tcp://127.0.0.1:${gateway.port}` });
    const page = http(80, { path: "/passwd" });
    await until(Id, page, away);
    expect(await ask(Id, http(80, { path: "/none" }), { by: away })).toEqual({
      kind: "failure",
      reason: `GET http://127.0.0.1:${hostPort}/none answered 404`,
    });
    expect(await ask(Id, { kind: "tcpSocket", port: 80 }, { by: away })).toEqual({ kind: "success" });
    expect(await ask(Id, http(81), { by: away })).toMatchObject({ kind: "unknown" });
    await away.close?.();
  });

  it("speaks TLS, sends headers, and follows redirects", async () => {
    const { server } = await makeCertificates();
    const conf = [
      "events {} http { access_log off; server { listen 8443 ssl;",
      "ssl_certificate /tmp/cert.pem; ssl_certificate_key /tmp/key.pem;",
      'location = / { if ($http_x_key != "s3cret") { return 403; } return 302 /ready; }',
      "location = /ready { return 204; } location /broken { return 302 /error; } location /error { return 500; }",
      'location = /named { if ($host != "shop.example") { return 421; } return 200; } } }',
    ].join("\n");
    const script =
      'printf %s "$CERT" > /tmp/cert.pem; printf %s "$KEY" > /tmp/key.pem; printf %s "$CONF" > /tmp/n.conf; exec nginx -c /tmp/n.conf -g "daemon off;"';
    const env = { CERT: server.cert, KEY: server.key, CONF: conf };
    const { id } = await run("tls", script, { image: nginx, env });
    const https = (path: string, headers: readonly object[] = []) =>
      http(8443, { scheme: "https", path, headers });
    await until(id, https("/ready"));
    expect(await ask(id, https("/"))).toMatchObject({ kind: "failure", reason: /answered 403$/ });
    expect(await ask(id, https("/", [{ name: "X-Key", value: "s3cret" }]))).toEqual({ kind: "success" });
    expect(await ask(id, https("/broken"))).toMatchObject({ reason: expect.stringMatching(/answered 500$/) });
    expect(await ask(id, https("/named", [{ name: "Host", value: "shop.example" }]))).toEqual({
      kind: "success",
    });
    expect(await ask(id, https("/named"))).toMatchObject({ kind: "failure" });
  });

  it("speaks gRPC", async () => {
    const conf = [
      "events {} http { access_log off; server { listen 50051 http2; root /tmp/www; location / {",
      "default_type application/grpc; add_trailer grpc-status 0; error_page 405 =200 $uri; } } }",
    ].join("\n");
    // A frame of two bytes: field 1 is 1, SERVING.
    const script = [
      "mkdir -p /tmp/www/grpc.health.v1.Health",
      "printf '\\000\\000\\000\\000\\002\\010\\001' > /tmp/www/grpc.health.v1.Health/Check",
      'printf %s "$CONF" > /tmp/n.conf; exec nginx -c /tmp/n.conf -g "daemon off;"',
    ].join("; ");
    const { id, name, container } = await run("grpc", script, { image: nginx, env: { CONF: conf } });
    await until(id, { kind: "grpc", port: 50051, service: "shop" });
    await container.hook(name, id, {
      kind: "exec",
      command: ["sh", "-c", "printf '\\002' | dd of=/tmp/www/grpc.health.v1.Health/Check bs=1 seek=6"],
    });
    expect(await ask(id, { kind: "grpc", port: 50051, service: "" })).toEqual({
      kind: "failure",
      reason: expect.stringMatching(/^the gRPC health check at [\d.]+:50051 answered NOT_SERVING$/),
    });
  });
});
