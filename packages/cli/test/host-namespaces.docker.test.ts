import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("host-namespaces");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

/** Applies, and then once more: what was asked for is what is there. @returns what the first one said */
async function applied(spec: readonly string[], ...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await app.apply(spec, ...options);
  expect(code, stdout + stderr).toBe(0);
  expect((await app.apply(spec, ...options)).stdout).toContain("nothing to do");
  return stdout;
}

const id = () => app.inspect("web", "{{.Id}}");
const mode = () =>
  app.inspect("web", "{{.HostConfig.NetworkMode}} {{.HostConfig.PidMode}} {{.HostConfig.IpcMode}}");
const answer = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).text();

/** A command that answers with a text on a port. */
const page = (text: string, port: number) =>
  `[sh, -c, "trap 'exit 0' TERM; mkdir /www; printf ${text} > /www/index.html; httpd -f -p ${port} -h /www & wait"]`;

const probe = (port: number) => `readinessProbe: {httpGet: {port: ${port}}}`;

it("a port of the host answers, is told when it is taken, comes back after a stop, and passes to a network and back", async () => {
  const port = await freePort();
  const onHost = (text: string) => [
    "containers:",
    box("web", page(text, port), `hostNetwork: true, ports: [{containerPort: ${port}}], ${probe(port)}`),
  ];
  await applied(onHost("one"));
  expect(await mode()).toBe("host  private");
  expect(await app.inspect("web", "{{len .HostConfig.PortBindings}}")).toBe("0");
  expect(await answer(port)).toBe("one");

  const other = ["containers:", box("other", idling, `ports: [{containerPort: 80, hostPort: ${port}}]`)];
  const refused = await hashike(["plan", "--network", app.own.name("net"), await app.write(other, "other")]);
  expect(refused.stderr).toContain(`host port ${port}/tcp is held by container ${app.own.name("web")}`);

  await output("docker", "stop", "-t", "2", app.own.name("web"));
  expect((await app.plan(onHost("one"))).stdout).toContain('changed by hand: state: "exited" -> "running"');
  await applied(onHost("one"));
  expect(await answer(port)).toBe("one");

  const first = await id();
  expect((await app.plan(onHost("two"))).stdout).toContain(
    "the old one is stopped first, as a container on the host's network may hold its ports",
  );
  await applied(onHost("two"));
  expect([await answer(port), await id()]).not.toEqual(["two", first]);

  const published = [
    "containers:",
    box("web", page("three", 80), `ports: [{containerPort: 80, hostPort: ${port}}], ${probe(80)}`),
  ];
  expect((await app.plan(published)).stdout).toContain("hostNetwork: true -> (none)");
  await applied(published);
  expect([await answer(port), await mode()]).toEqual(["three", `${app.own.name("net")}  private`]);
  await applied(onHost("four"));
  expect([await answer(port), await mode()]).toEqual(["four", "host  private"]);
});

it("a new one on the host's network that does not become ready leaves the port to the old one", async () => {
  const port = await freePort();
  const web = (command: string) => [
    "progressDeadlineSeconds: 5",
    "containers:",
    box("web", command, `hostNetwork: true, ports: [{containerPort: ${port}}], ${probe(port)}`),
  ];
  await applied(web(page("one", port)));
  const { code } = await app.apply(web("[sh, -c, exit 3]"));
  expect([code, await answer(port), await app.containers()]).toEqual([1, "one", ["web"]]);
});

it("--network host is the host's network for who does not say otherwise", async () => {
  const spec = (more = "") => ["containers:", box("web", idling, more)];
  const path = await app.write(spec());
  const apply = (file: string) => hashike(["apply", "--network", "host", file]);
  expect([(await apply(path)).code, await mode()]).toEqual([0, "host  private"]);
  expect((await apply(path)).stdout).toContain("nothing to do");

  const mapped = await apply(await app.write(spec("ports: [{containerPort: 80, hostPort: 8080}]"), "app"));
  expect(mapped.code).toBe(3);
  expect(mapped.stderr).toContain("cannot be on the host's network: hostPort 8080 is not containerPort 80");

  const two = await hashike(["apply", "--network", "host", "--network", app.own.name("net"), path]);
  expect(two.stderr).toContain("write `hostNetwork: true`");
});

it("processes and memory of the host are seen, and a change of that makes a new container", async () => {
  const web = (more: string, ...lines: readonly string[]) => [
    ...lines,
    "containers:",
    box("web", idling, more),
  ];
  const look = "for one in pid ipc; do readlink /proc/self/ns/$one; done";
  const namespaces = async () => (await app.sh("web", look)).split("\n");
  const ofHost = (
    await output(
      "docker",
      ...["run", "--rm", "--network=none", "--pid=host", "--ipc=host", "--name", app.own.name("look")],
      ...["hashike-test/busybox:1", "sh", "-c", look],
    )
  ).split("\n");
  await applied(web("stdin: false", "hostPID: true", "hostIPC: true"));
  expect(await namespaces()).toEqual(ofHost);

  const before = await id();
  const own = web("hostIPC: false", "hostPID: true", "hostIPC: true");
  expect((await app.plan(own)).stdout).toContain("hostIPC: true -> (none)");
  await applied(own);
  expect(await id()).not.toBe(before);
  const [pid, ipc] = await namespaces();
  expect(pid).toBe(ofHost[0]);
  expect(ipc).not.toBe(ofHost[1]);

  await applied(web("stdin: false"));
  expect(await mode()).toBe(`${app.own.name("net")}  private`);
});
