import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type steps as makeSteps, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId, nginx } from "./support/images.ts";
import { inspect } from "./support/inspect.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { startRecordingProxy } from "./support/recording-proxy.ts";

let own: OwnThings;
let on: ReturnType<typeof makeSteps>;
let imageOfBusybox: string;

beforeAll(async () => {
  own = await ownThings("create");
  imageOfBusybox = await imageId(busybox);
  on = steps(testDriver(), imageOfBusybox);
  await engine.json("POST", "/networks/create", { Name: own.name("net1") });
  await engine.json("POST", "/networks/create", { Name: own.name("net2") });
});

afterAll(() => own.removeAll());

describe("container.create", () => {
  it("carries security and resources to the engine", async () => {
    const id = await on.create({
      name: own.name("secure"),
      networks: [own.name("net1")],
      command: ["sleep", "60"],
      resources: {
        cpuLimitMilli: 500,
        cpuRequestMilli: 100,
        memoryLimitBytes: 32 * 1024 * 1024,
        memoryRequestBytes: 16 * 1024 * 1024,
      },
      security: {
        runAsUser: 1000,
        runAsGroup: 1001,
        runAsNonRoot: true,
        supplementalGroups: [2000],
        capabilitiesAdd: ["NET_ADMIN"],
        capabilitiesDrop: ["ALL"],
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        seccomp: "Unconfined",
        seLinux: { level: "s0:c100,c200" },
        procMount: "Unmasked",
        sysctls: { "net.core.somaxconn": "512" },
      },
    });
    const { Config, HostConfig } = await inspect(id);
    expect(Config).toMatchObject({ User: "1000:1001", StopTimeout: 1 });
    expect(HostConfig).toMatchObject({
      CpuPeriod: 100_000,
      CpuQuota: 50_000,
      CpuShares: 1024,
      Memory: 32 * 1024 * 1024,
      MemorySwap: 32 * 1024 * 1024,
      MemoryReservation: 16 * 1024 * 1024,
      GroupAdd: ["2000"],
      CapAdd: ["NET_ADMIN"],
      CapDrop: ["ALL"],
      ReadonlyRootfs: true,
      SecurityOpt: ["no-new-privileges", "seccomp=unconfined", "label=level:s0:c100,c200"],
      MaskedPaths: [],
      ReadonlyPaths: [],
      Sysctls: { "net.core.somaxconn": "512" },
      NetworkMode: own.name("net1"),
    });
    await on.start(own.name("secure"), id);
    expect((await inspect(id)).State.Running).toBe(true);
  });

  it("carries name resolution, terminal and the rest to the engine", async () => {
    const id = await on.create({
      name: own.name("rest"),
      networks: [own.name("net1")],
      args: ["cat"],
      workingDir: "/tmp",
      stdin: true,
      stdinOnce: true,
      tty: true,
      restartPolicy: "OnFailure",
      stopTimeoutSeconds: 3,
      hostAliases: [{ ip: "10.1.2.3", hostnames: ["one", "two"] }],
      dns: { nameservers: ["9.9.9.9"], searches: ["example.org"], options: ["ndots:2"] },
      labels: { app: "x" },
    });
    const { Config, HostConfig } = await inspect(id);
    expect(Config).toMatchObject({
      Cmd: ["cat"],
      WorkingDir: "/tmp",
      OpenStdin: true,
      StdinOnce: true,
      Tty: true,
      StopTimeout: 3,
    });
    expect(Config.Labels).toMatchObject({ "hashike.labels": '{"app":"x"}', "hashike.last-applied": "{}" });
    expect(HostConfig).toMatchObject({
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 0 },
      ExtraHosts: ["one:10.1.2.3", "two:10.1.2.3"],
      Dns: ["9.9.9.9"],
      DnsSearch: ["example.org"],
      DnsOptions: ["ndots:2"],
    });
  });

  it("runs privileged containers", async () => {
    const id = await on.create({
      name: own.name("privileged"),
      networks: [own.name("net1")],
      security: { privileged: true },
    });
    expect((await inspect(id)).HostConfig).toMatchObject({ Privileged: true });
  });

  it("puts a variable in the place of the image's, and secrets in", async () => {
    const id = await on.create(
      {
        name: own.name("env"),
        networks: [own.name("net1")],
        env: [
          { name: "PATH", value: "/bin" },
          { name: "TOKEN", secret: "f" },
        ],
      },
      { secrets: { f: "s3cret" } },
    );
    expect([...(await inspect(id)).Config.Env].sort()).toEqual(["PATH=/bin", "TOKEN=s3cret"]);
  });

  it("is on all its networks before it starts", async () => {
    const networks = [own.name("net1"), own.name("net2")];
    const id = await on.create({ name: own.name("two-nets"), networks });
    expect(Object.keys((await inspect(id)).NetworkSettings.Networks).sort()).toEqual(networks);
  });

  it("leaves nothing behind when it cannot be connected to a further network", async () => {
    const name = own.name("half");
    await expect(on.create({ name, networks: [own.name("net1"), "host"] })).rejects.toMatchObject({
      code: "DRIVER_CONTAINER_CREATE_FAILED",
      message: expect.stringContaining("host network"),
    });
    expect(await engine.status("GET", `/containers/${name}/json`)).toBe(404);
  });

  it("raises a memory limit that is too low, with a notice", async () => {
    const { containerId, notices } = await on.createWithNotices({
      name: own.name("small"),
      networks: [own.name("net1")],
      resources: { memoryLimitBytes: 1000 },
    });
    expect((await inspect(containerId)).HostConfig.Memory).toBe(6 * 1024 * 1024);
    expect(notices).toContainEqual(expect.stringContaining("6 MiB"));
  });

  it("says whose container has the name", async () => {
    const name = own.name("taken");
    const about = { name, networks: [own.name("net1")] };
    await on.create(about);
    await expect(on.create(about)).rejects.toMatchObject({
      code: "DRIVER_CONTAINER_CREATE_FAILED",
      message: expect.stringContaining("by a container of Hashike/default/test"),
    });
    const foreign = own.name("foreign");
    await engine.json("POST", `/containers/create?name=${foreign}`, { Image: busybox });
    await expect(on.create({ ...about, name: foreign })).rejects.toMatchObject({
      message: expect.stringContaining("not Hashike's"),
    });
  });

  it("says which image or host path is missing", async () => {
    const gone = steps(testDriver(), `sha256:${"0".repeat(64)}`);
    const about = { name: own.name("fails"), networks: [own.name("net1")] };
    await expect(gone.create(about)).rejects.toMatchObject({ code: "DRIVER_IMAGE_UNAVAILABLE" });
    const mounts = [
      { type: "hostPath", path: "/hk-nowhere", pathType: "Directory", target: "/x", readOnly: false },
    ] as const;
    await expect(on.create({ ...about, mounts })).rejects.toMatchObject({
      code: "DRIVER_HOST_PATH",
      hint: expect.stringContaining("/hk-nowhere"),
    });
  });
});

describe("the image of a container", () => {
  const about = (short: string, image: string) => ({
    name: own.name(short),
    networks: [own.name("net1")],
    image,
  });

  it("is shown by its name", async () => {
    const { Config, Image } = await inspect(await on.create(about("named", busybox)));
    expect({ shown: Config.Image, Image }).toEqual({ shown: busybox, Image: imageOfBusybox });
  });

  it.each([
    ["another image", nginx],
    ["none", "hashike-test/nowhere:1"],
  ])("is the one that was planned when its name means %s by now", async (_what, image) => {
    const { Config, Image } = await inspect(await on.create(about("moved", image)));
    expect({ shown: Config.Image, Image }).toEqual({ shown: imageOfBusybox, Image: imageOfBusybox });
    await engine.json("DELETE", `/containers/${own.name("moved")}`);
  });
});

describe("a user that depends on the image", () => {
  it("asks for the image only then", async () => {
    await using proxy = await startRecordingProxy();
    const viaProxy = steps(testDriver({ host: proxy.host }), imageOfBusybox);
    const networks = [own.name("net1")];
    const plain = await viaProxy.create({ name: own.name("plain"), networks });
    expect(proxy.calls().map((r) => `${r.method} ${r.resource}`)).toEqual([
      "POST /containers/create",
      `GET /containers/${plain}/json`,
    ]);
    const id = await viaProxy.create({
      name: own.name("group"),
      networks,
      security: { runAsGroup: 1234 },
    });
    expect(proxy.requests.filter((r) => r.resource.startsWith("/images/"))).toHaveLength(1);
    expect((await inspect(id)).Config.User).toBe("0:1234");
  });

  it("refuses root where the manifest does", async () => {
    const name = own.name("root");
    await expect(
      on.create({ name, networks: [own.name("net1")], security: { runAsNonRoot: true } }),
    ).rejects.toMatchObject({
      code: "DRIVER_CONTAINER_CREATE_FAILED",
      message: expect.stringContaining("root"),
      hint: expect.stringContaining("runAsUser"),
    });
    expect(await engine.status("GET", `/containers/${name}/json`)).toBe(404);
  });
});

describe("published ports", () => {
  it("answer on the host", async () => {
    const port = await freePort();
    const name = own.name("nginx");
    const web = steps(testDriver(), await imageId(nginx));
    const id = await web.create({
      name,
      networks: [own.name("net1")],
      ports: [{ containerPort: 80, hostPort: port, hostIp: "127.0.0.1", protocol: "tcp" }],
    });
    await web.start(name, id);
    const answer = await untilAnswer(`http://127.0.0.1:${port}/`);
    expect(answer.status).toBe(200);
  });
});

async function untilAnswer(url: string): Promise<Response> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
