import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort, type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { startRecordingProxy } from "../../docker-driver/test/support/recording-proxy.ts";
import { output, type RunOptions, hashike as runHashike, startHashike } from "./support/hashike.ts";
import { until } from "./support/until.ts";

const sleep = `["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done"]`;

let own: OwnThings;
let folder: string;
let port: number;

beforeAll(async () => {
  own = await ownThings("cli");
  folder = await mkdtemp(join(tmpdir(), "hashike-cli-"));
  port = await freePort();
});

afterAll(async () => {
  await own.removeAll();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await own.removeAll();
  await output("docker", "network", "create", own.name("net"));
});

/** Manifests go on a network of the test's own: `hashike` comes and goes with others. */
function onOwnNetwork([command = "", ...words]: readonly string[]): readonly string[] {
  const plans = ["apply", "plan"].includes(command);
  return plans ? [command, "--network", own.name("net"), ...words] : [command, ...words];
}

const hashike = (words: readonly string[], options?: RunOptions) => runHashike(onOwnNetwork(words), options);
const apply = (file: string, options: readonly string[] = []) => hashike(["apply", file, ...options]);

/** A manifest of the test's own: `CONTAINERS` as YAML flow lines, with `~` for the prefix of names. */
async function manifest(containers: readonly string[], more = "", name = "app"): Promise<string> {
  const file = join(folder, `${name}.yml`);
  const text = [
    "apiVersion: v1",
    "kind: Hashike",
    `metadata: {namespace: tests, name: ~${name}}`,
    "spec:",
    "  terminationGracePeriodSeconds: 3",
    "  containers:",
    ...containers.map((container) => `  - ${container}`),
    more,
    "",
  ];
  await writeFile(file, text.join("\n").replaceAll("~", own.prefix));
  return file;
}

const box = (name: string, more = "") =>
  `{name: ~${name}, image: "hashike-test/busybox:1", command: ${sleep}${more === "" ? "" : `, ${more}`}}`;

const idOf = (name: string) => output("docker", "inspect", "-f", "{{.Id}}", own.name(name));
const stateOf = (name: string) => output("docker", "inspect", "-f", "{{.State.Status}}", own.name(name));
const containers = async () =>
  (await output("docker", "ps", "-a", "--format", "{{.Names}}", "--filter", `name=${own.prefix}`))
    .split("\n")
    .filter((name) => name !== "")
    .map((name) => name.slice(own.prefix.length))
    .sort();

describe("a change", () => {
  it("of one variable replaces only that container, and the plan names it with old and new", async () => {
    await hashike([
      "apply",
      await manifest([box("web", "env: [{name: MY_ENV, value: test}]"), box("store")]),
    ]);
    const [web, store] = [await idOf("web"), await idOf("store")];
    const file = await manifest([box("web", "env: [{name: MY_ENV, value: prod}]"), box("store")]);

    const planned = await hashike(["plan", "--detailed-exitcode", file]);
    expect(planned.code).toBe(2);
    expect(planned.stdout).toContain('env.MY_ENV: "test" -> "prod"');
    expect(await idOf("web")).toBe(web);

    const { code, stdout } = await apply(file);
    expect(code).toBe(0);
    expect(stdout).toContain('env.MY_ENV: "test" -> "prod"');
    expect(await idOf("store")).toBe(store);
    expect(await idOf("web")).not.toBe(web);
    expect(await output("docker", "exec", own.name("web"), "sh", "-c", "echo $MY_ENV")).toBe("prod");
    expect(await containers()).toEqual(["store", "web"]);
  });

  it("that takes a container out removes only that one", async () => {
    await apply(await manifest([box("web"), box("store")]));
    const web = await idOf("web");
    const { stdout } = await apply(await manifest([box("web")]));
    expect(stdout).toContain(`- container ${own.name("store")} will be removed`);
    expect(await containers()).toEqual(["web"]);
    expect(await idOf("web")).toBe(web);
  });

  it("of another manifest, by name or by namespace, leaves the first alone", async () => {
    const first = await manifest([box("web")]);
    await hashike(["apply", first]);
    await apply(await manifest([box("api")], "", "second"));
    expect(await containers()).toEqual(["api", "web"]);
    expect((await hashike(["apply", first])).stdout).toContain("nothing to do");
  });

  it("to an image that cannot start leaves the old container serving, and fails", async () => {
    await apply(await manifest([box("web")]));
    const web = await idOf("web");
    const { code, stderr, stdout } = await hashike([
      "apply",
      await manifest([`{name: ~web, image: "hashike-test/busybox:1", command: [/no/such/program]}`]),
    ]);
    expect(code).toBe(1);
    expect(stderr + stdout).toContain("/no/such/program");
    expect([await containers(), await idOf("web"), await stateOf("web")]).toEqual([["web"], web, "running"]);
  });
});

describe("somebody's hands", () => {
  it("on a container are put right, and the plan says why", async () => {
    const file = await manifest([box("stopped"), box("gone"), box("cut")]);
    await apply(file);
    await output("docker", "stop", "-t", "1", own.name("stopped"));
    await output("docker", "rm", "-f", own.name("gone"));
    await output("docker", "network", "disconnect", own.name("net"), own.name("cut"));
    const { code, stdout } = await apply(file);
    expect(code).toBe(0);
    expect(stdout).toContain('changed by hand: state: "exited" -> "running"');
    expect(stdout).toContain(`changed by hand: networks.${own.name("net")}: "disconnected" -> "connected"`);
    expect(await Promise.all(["stopped", "gone", "cut"].map(stateOf))).toEqual([
      "running",
      "running",
      "running",
    ]);
    expect((await apply(file)).stdout).toContain("nothing to do");
  });

  it("on a name keep it: a container that is not ours is not touched", async () => {
    const name = own.name("web");
    await output("docker", "run", "-d", "--name", name, "hashike-test/busybox:1", "sleep", "600");
    const before = await output("docker", "inspect", name);
    const { code, stderr } = await apply(await manifest([box("web"), box("store")]));
    expect(code).toBe(4);
    expect(stderr).toContain("which Hashike did not make");
    expect(await output("docker", "inspect", name)).toBe(before);
    expect(await containers()).toEqual(["web"]);
  });
});

describe("delete", () => {
  it("knows the secret of a preStop from the manifest", async () => {
    const headers = "httpHeaders: [{name: Authorization, value: Bearer s3cret}]";
    const file = await manifest([
      `{name: ~web, image: "nginx:alpine-slim", lifecycle: {preStop: {httpGet: {port: 80, ${headers}}}}}`,
    ]);
    await apply(file);
    const unknown = "a secret in it is not known any more";
    expect((await hashike(["delete", file])).stdout).not.toContain(unknown);
    await apply(file);
    const byName = await hashike(["delete", "--namespace", "tests", own.name("app")]);
    expect(byName.stdout).toContain(unknown);
  });
});

describe("volumes", () => {
  it("of emptyDir survive replace and delete, and go with delete --volumes", async () => {
    const more = "  volumes: [{name: ~data, emptyDir: {}}]";
    const mount = "volumeMounts: [{name: ~data, mountPath: /data}]";
    await apply(await manifest([box("web", mount)], more));
    await output("docker", "exec", own.name("web"), "sh", "-c", "echo kept > /data/file");
    const file = await manifest([box("web", `${mount}, args: [x]`)], more);
    await apply(file);
    expect(await output("docker", "exec", own.name("web"), "cat", "/data/file")).toBe("kept");
    expect((await hashike(["delete", file])).stdout).toContain(own.name("data"));
    expect(await output("docker", "volume", "ls", "-q", "--filter", `name=${own.name("data")}`)).toBe(
      own.name("data"),
    );
    await hashike(["delete", file, "--volumes"]);
    expect(await output("docker", "volume", "ls", "-q", "--filter", `name=${own.name("data")}`)).toBe("");
  });

  it("have what was written by preStop before a delete", async () => {
    const mount = "volumeMounts: [{name: ~data, mountPath: /data}]";
    const preStop = 'lifecycle: {preStop: {exec: {command: [sh, -c, "echo drained > /data/file"]}}}';
    const file = await manifest(
      [box("web", `${mount}, ${preStop}`)],
      "  volumes: [{name: ~data, emptyDir: {}}]",
    );
    await apply(file);
    await hashike(["delete", file]);
    const read = ["--rm", "-v", `${own.name("data")}:/data`, "hashike-test/busybox:1", "cat", "/data/file"];
    expect(await output("docker", "run", ...read)).toBe("drained");
    await hashike(["delete", file, "--volumes"]);
  });

  it("of hostPath with a missing Directory are a located error before anything is created", async () => {
    const more = "  volumes:\n  - name: ~conf\n    hostPath: {path: /srv/hashike/no/such, type: Directory}";
    const file = await manifest([box("web", "volumeMounts: [{name: ~conf, mountPath: /conf}]")], more);
    await using proxy = await startRecordingProxy();
    const { code, stderr } = await hashike(["apply", file], { env: { DOCKER_HOST: proxy.host } });
    expect(code).toBe(4);
    expect(stderr).toContain(`${file}:10:`);
    expect(stderr).toContain("does not exist on the engine's host");
    expect(proxy.writes()).toEqual([]);
  });
});

describe("init containers", () => {
  const init = (script: string) =>
    `  initContainers: [{name: ~migrate, image: "hashike-test/busybox:1", restartPolicy: Never, command: [sh, -c, "${script}"]}]`;

  it("that fail stop the rest, with their last log lines in the error", async () => {
    const { code, stderr, stdout } = await hashike([
      "apply",
      await manifest([box("web")], init("echo no database today; exit 3")),
    ]);
    expect(code).toBe(1);
    expect(stderr + stdout).toContain("exited with code 3");
    expect(stderr + stdout).toContain("no database today");
    expect(await containers()).toEqual(["migrate"]);
  });

  it("that succeeded do not run again, also when somebody prunes them", async () => {
    const more = init("echo done");
    await apply(await manifest([box("web")], more));
    const migrate = await idOf("migrate");
    await apply(await manifest([box("web"), box("api")], more));
    expect(await idOf("migrate")).toBe(migrate);
    await output("docker", "rm", own.name("migrate"));
    const { stdout } = await apply(await manifest([box("web"), box("api")], more));
    expect(stdout).toContain("nothing to do");
    expect(await containers()).toEqual(["api", "web"]);
  });
});

describe("ports", () => {
  it("of a stranger are named before anything is changed", async () => {
    const name = own.name("holder");
    await output(
      "docker",
      "run",
      "-d",
      "--name",
      name,
      "-p",
      `${port}:80`,
      "hashike-test/busybox:1",
      "sleep",
      "600",
    );
    const file = await manifest([box("web", `ports: [{containerPort: 80, hostPort: ${port}}]`)]);
    const { code, stderr } = await apply(file);
    expect(code).toBe(4);
    expect(stderr).toContain(`host port ${port}/tcp is held by container ${name}`);
    expect(await containers()).toEqual(["holder"]);
  });

  it("move from a container that goes to one that comes", async () => {
    const ports = `ports: [{containerPort: 80, hostPort: ${port}}]`;
    await apply(await manifest([box("old", ports)]));
    const file = await manifest([box("new", ports)]);
    expect((await apply(file)).code).toBe(0);
    expect(await containers()).toEqual(["new"]);
  });
});

describe("an interruption", () => {
  it("stops cleanly: what was running runs, and the next apply goes on", async () => {
    const slow = `  initContainers: [{name: ~slow, image: "hashike-test/busybox:1", restartPolicy: Never, command: [sleep, "600"]}]`;
    await apply(await manifest([box("web")]));
    const web = await idOf("web");
    const file = await manifest([box("web", "args: [x]")], slow);
    const interrupted = startHashike(onOwnNetwork(["apply", file]));
    await until(async () => ((await stateOf("slow")) === "running" ? true : undefined));
    interrupted.signal("SIGINT");
    const { code } = await interrupted.done;
    expect(code).toBe(130);
    expect([await idOf("web"), await stateOf("web")]).toEqual([web, "running"]);
  });
});
