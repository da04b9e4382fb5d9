import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { hashike, output } from "./support/hashike.ts";
import { box, idling, type OwnApp, onData, ownApp } from "./support/own-app.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("engine-volumes");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

const withVolume = (volume: string) => [
  "minReadySeconds: 0",
  "containers:",
  box("web", idling, onData),
  `volumes: [{name: ~data, volume: ${volume}}]`,
];
const scratch = (size: string) => `{options: {type: tmpfs, device: tmpfs, o: "size=${size}"}}`;
const volume = (format: string) =>
  output("docker", "volume", "inspect", "-f", format, app.own.name("data")).then((text) => text.trim());

async function applied(spec: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await app.apply(spec);
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

it("a volume is made with its options, mounted, kept by a change of its container, and removed when asked", async () => {
  const spec = withVolume(scratch("8m"));
  await applied(spec);
  expect(await volume("{{.Driver}} {{json .Options}}")).toBe(
    'local {"device":"tmpfs","o":"size=8m","type":"tmpfs"}',
  );
  expect(await app.sh("web", "df -k /data | tail -n 1 | awk '{print $1, $2}'")).toContain("tmpfs 8192");
  expect(await applied(spec)).toContain("nothing to do");

  await applied([...spec, "terminationGracePeriodSeconds: 2"]);
  expect(await volume("{{.Options.o}}")).toBe("size=8m");

  const deleted = await hashike(["delete", "--volumes", await app.write(spec)]);
  expect(deleted.code, deleted.stdout + deleted.stderr).toBe(0);
  expect(await output("docker", "volume", "ls", "-q", "--filter", `name=${app.own.name("data")}`)).toBe("");
});

it("options that differ from what exists are refused with their line, and nothing is removed", async () => {
  await applied(withVolume(scratch("8m")));
  const before = await app.inspect("web", "{{.Id}}");
  const { code, stderr } = await app.apply(withVolume(scratch("16m")));
  expect(code).not.toBe(0);
  expect(stderr).toContain("exists with o=size=8m instead of o=size=16m");
  expect(stderr).toMatch(/app\.yml:\d+:\d+/);
  expect(stderr).toContain("a volume cannot be changed");
  expect(await volume("{{.Options.o}}")).toBe("size=8m");
  expect(await app.inspect("web", "{{.Id}}")).toBe(before);
});

it("a volume that was made again by hand, with other options, is told", async () => {
  const spec = withVolume(scratch("8m"));
  await applied(spec);
  await output("docker", "rm", "-f", app.own.name("web"));
  await output("docker", "volume", "rm", app.own.name("data"));
  await output("docker", "volume", "create", app.own.name("data"));
  const { code, stderr } = await app.plan(spec);
  expect(code).not.toBe(0);
  expect(stderr).toContain("no device instead of device=tmpfs, and no o instead of o=size=8m");
  await output("docker", "volume", "rm", app.own.name("data"));
  await applied(spec);
  expect(await volume("{{.Options.o}}")).toBe("size=8m");
});

it("a driver that the engine does not have, and a volume that it cannot mount, are failures that say what to do", async () => {
  const missing = await app.apply(withVolume("{driver: hashike-none}"));
  expect(missing.code).toBe(1);
  expect(missing.stderr + missing.stdout).toContain("docker plugin install hashike-none");
  const unmountable = await app.apply(
    withVolume('{options: {type: nosuchfs, device: ":/srv", o: "addr=127.0.0.1,password=hunter2"}}'),
  );
  expect(unmountable.code).toBe(1);
  expect(unmountable.stderr + unmountable.stdout).toContain("check volume.options");
  expect(unmountable.stderr + unmountable.stdout).not.toContain("hunter2");
});
