import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { output } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("engine-fields");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

/** A container with further fields, and a manifest with further lines. */
const web = (fields: string, ...more: readonly string[]) => [
  "containers:",
  box("web", idling, fields),
  ...more,
];
const id = () => app.inspect("web", "{{.Id}}");

async function applied(spec: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await app.apply(spec);
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

/** A second apply of what was just applied does nothing: what was asked for is what is there. */
async function settled(spec: readonly string[]): Promise<void> {
  expect(await applied(spec)).toContain("nothing to do");
}

/** A change of the manifest that is shown, makes a new container, and is settled after it. */
async function replaced(spec: readonly string[], shown: string): Promise<void> {
  const before = await id();
  const { stdout } = await app.plan(spec);
  expect(stdout).toContain(shown);
  await applied(spec);
  expect(await id()).not.toBe(before);
  await settled(spec);
}

it("engine options are passed on, changed, put right and taken away", async () => {
  const format = "{{.HostConfig.CpusetCpus}} {{.HostConfig.CgroupnsMode}}";
  const first = web('engineOptions: {CpusetCpus: "0", CgroupnsMode: private}');
  await applied(first);
  expect(await app.inspect("web", format)).toBe("0 private");
  await settled(first);

  const before = await id();
  const inPlace = web('engineOptions: {CpusetCpus: "0-1", CgroupnsMode: private}');
  expect((await app.plan(inPlace)).stdout).toContain('engineOptions.CpusetCpus: "0" -> "0-1"');
  await applied(inPlace);
  expect([await app.inspect("web", format), await id()]).toEqual(["0-1 private", before]);
  await settled(inPlace);

  await output("docker", "update", "--cpuset-cpus", "1", app.own.name("web"));
  expect((await app.plan(inPlace)).stdout).toContain(
    'changed by hand: engineOptions.CpusetCpus: "1" -> "0-1"',
  );
  await applied(inPlace);
  expect([await app.inspect("web", format), await id()]).toEqual(["0-1 private", before]);

  await replaced(web('engineOptions: {CpusetCpus: "0-1", CgroupnsMode: host}'), "engineOptions.CgroupnsMode");
  await replaced(web("stdin: false"), 'engineOptions.CpusetCpus: "0-1" -> (none)');
  expect(await app.inspect("web", "{{.HostConfig.CpusetCpus}}")).toBe("");
});

it("labels are on the container, and a change of them makes a new one", async () => {
  const found = (label: string) =>
    output(
      "docker",
      "ps",
      "--format",
      "{{.Names}}",
      "--filter",
      `label=${label}`,
      "--filter",
      `name=${app.own.prefix}`,
    );
  const first = web('labels: {traefik.enable: "true", com.example.a: x}');
  await applied(first);
  expect(await found("traefik.enable=true")).toBe(app.own.name("web"));
  await settled(first);
  await replaced(web('labels: {traefik.enable: "false"}'), 'labels.traefik.enable: "true" -> "false"');
  expect([await found("traefik.enable=true"), await found("com.example.a=x")]).toEqual(["", ""]);
  await replaced(web("stdin: false"), 'labels.traefik.enable: "false" -> (none)');
  expect(await found("traefik.enable")).toBe("");
});

it("logging is that of the container or of all, and a change of it makes a new container", async () => {
  const logging = () =>
    app.inspect("web", "{{.HostConfig.LogConfig.Type}} {{json .HostConfig.LogConfig.Config}}");
  const first = web("stdin: false", 'logging: {driver: json-file, options: {max-size: 10m, max-file: "3"}}');
  await applied(first);
  expect(await logging()).toBe('json-file {"max-file":"3","max-size":"10m"}');
  await settled(first);
  await replaced(
    web("logging: {driver: local}", 'logging: {driver: json-file, options: {max-size: 10m, max-file: "3"}}'),
    'logging.driver: "json-file" -> "local"',
  );
  expect(await logging()).toBe("local {}");
  await replaced(web("stdin: false"), 'logging.driver: "local" -> (none)');
  expect(await logging()).not.toContain("local");
});

it("a log that nothing bounds is told when its container is made anew, and not again", async () => {
  const told = `the log of 1 container grows without bound: ${app.own.name("web")}`;
  await applied(web("stdin: false"));
  const grows = /^json-file (\{\}|null)$/.test(
    await app.inspect("web", "{{.HostConfig.LogConfig.Type}} {{json .HostConfig.LogConfig.Config}}"),
  );
  expect((await app.apply(web("stdin: true"))).stderr.includes(told)).toBe(grows);
  expect((await app.apply(web("stdin: true"))).stderr).not.toContain(told);
});

it("what a process is started with is there, changed, put right and taken away", async () => {
  const format =
    "{{.HostConfig.Init}} {{.Config.StopSignal}} {{json .HostConfig.Ulimits}} {{.HostConfig.OomScoreAdj}} {{.Config.User}} {{.HostConfig.PidsLimit}}";
  const fields = (pids: number, nofile: number) =>
    [
      "init: true",
      "lifecycle: {stopSignal: SIGINT}",
      `ulimits: {nofile: {soft: ${nofile}, hard: 4096}, core: 0}`,
      "oomScoreAdj: 500",
      "user: nobody",
      `resources: {limits: {pids: ${pids}}}`,
    ].join(", ");
  const first = web(fields(50, 1024));
  await applied(first);
  const ulimits = '[{"Name":"nofile","Hard":4096,"Soft":1024},{"Name":"core","Hard":0,"Soft":0}]';
  expect(await app.inspect("web", format)).toBe(`true SIGINT ${ulimits} 500 nobody 50`);
  // Not `ulimit`: an old runc now and then gives what it executes in a container the hard limit for the soft one.
  const ofProcess = "grep 'open files' /proc/1/limits; id -un; cat /proc/1/oom_score_adj /proc/1/comm";
  expect(await app.sh("web", ofProcess)).toMatch(
    /^Max open files +1024 +4096 +files *\nnobody\n500\n(docker-init|tini)$/,
  );
  await settled(first);

  const before = await id();
  await applied(web(fields(60, 1024)));
  expect([await app.inspect("web", "{{.HostConfig.PidsLimit}}"), await id()]).toEqual(["60", before]);
  await output("docker", "update", "--pids-limit", "70", app.own.name("web"));
  expect((await app.plan(web(fields(60, 1024)))).stdout).toContain(
    "changed by hand: resources.pidsLimit: 70 -> 60",
  );
  await applied(web(fields(60, 1024)));
  expect([await app.inspect("web", "{{.HostConfig.PidsLimit}}"), await id()]).toEqual(["60", before]);

  await replaced(web(fields(60, 2048)), "ulimits.nofile.soft: 1024 -> 2048");
  await replaced(web("stdin: false"), "resources.pidsLimit: 60 -> (none)");
  expect(
    await app.inspect("web", "{{.HostConfig.OomScoreAdj}} {{.Config.User}} {{json .HostConfig.Ulimits}}"),
  ).toMatch(/^0 +(null|\[\])$/);
});

it("volumes in memory are a tmpfs and the size of /dev/shm, and a change of them makes a new container", async () => {
  const mounts = "volumeMounts: [{name: shm, mountPath: /dev/shm}, {name: run, mountPath: /run}]";
  const volumes = (size: string) =>
    `volumes: [{name: shm, emptyDir: {medium: Memory, sizeLimit: ${size}}}, {name: run, emptyDir: {medium: Memory}}]`;
  const first = web(`securityContext: {readOnlyRootFilesystem: true}, ${mounts}`, volumes("256Mi"));
  await applied(first);
  expect(await app.sh("web", "df -m /dev/shm | tail -1; touch /run/a; stat -f -c %T /run")).toMatch(
    / 256 .*\ntmpfs$/s,
  );
  expect(await output("docker", "volume", "ls", "-q", "--filter", `name=${app.own.name("run")}`)).toBe("");
  await settled(first);
  await replaced(web(mounts, volumes("128Mi")), "mounts./dev/shm.sizeBytes: 268435456 -> 134217728");
  expect(await app.sh("web", "df -m /dev/shm")).toContain(" 128 ");
  await replaced(web("stdin: false"), "mounts./dev/shm.sizeBytes: 134217728 -> (none)");
  expect(await app.sh("web", "df -m /dev/shm")).toContain(" 64 ");
});

it("devices can be opened, and a change of them makes a new container", async () => {
  const devices = () =>
    app.inspect(
      "web",
      "{{range .HostConfig.Devices}}{{.PathOnHost}} {{.PathInContainer}} {{.CgroupPermissions}};{{end}}",
    );
  const first = web(
    "devices: [{hostPath: /dev/loop-control, permissions: rw}], volumeMounts: [{name: thing, mountPath: /dev/thing, readOnly: true}]",
    "volumes: [{name: thing, hostPath: {path: /dev/zero, type: CharDevice}}]",
  );
  await applied(first);
  expect(await devices()).toBe("/dev/loop-control /dev/loop-control rw;/dev/zero /dev/thing r;");
  expect(await app.sh("web", "head -c 3 /dev/thing | wc -c; ls /dev/loop-control")).toBe(
    "3\n/dev/loop-control",
  );
  await settled(first);
  await replaced(
    web("devices: [{hostPath: /dev/zero, containerPath: /dev/other}]"),
    'devices./dev/other: (none) -> "/dev/zero rwm"',
  );
  await replaced(web("stdin: false"), 'devices./dev/other: "/dev/zero rwm" -> (none)');
  expect(await devices()).toBe("");
});

it("a graphics card that the engine cannot give is told with what it needs", async () => {
  const { code, stderr, stdout } = await app.apply(web('resources: {limits: {nvidia.com/gpu: "1"}}'));
  expect(code).not.toBe(0);
  expect(stdout + stderr).toContain("install the NVIDIA Container Toolkit on the engine's host");
});

it("a device by CDI that the engine cannot give is told, and no container is made", async () => {
  await app.clear();
  const { code, stderr } = await app.apply(web("devices: [{cdi: example.com/none=all}]"));
  expect([code === 0, stderr]).toEqual([false, expect.stringMatching(/cdi/i)]);
  expect(await app.containers()).toEqual([]);
});

it("host-gateway is the host's address, and a change of its names makes a new container", async () => {
  const aliases = (name: string) => `hostAliases: [{ip: host-gateway, hostnames: [${name}]}]`;
  const hosts = () => app.sh("web", "grep example /etc/hosts || true");
  await applied(web("stdin: false", aliases("one.example")));
  expect(await hosts()).toMatch(/^[0-9.]+\s+one\.example$/);
  await settled(web("stdin: false", aliases("one.example")));
  await replaced(web("stdin: false", aliases("two.example")), "hostAliases.host-gateway");
  expect(await hosts()).toContain("two.example");
  await replaced(web("stdin: false"), "hostAliases.host-gateway");
  expect(await hosts()).toBe("");
});
