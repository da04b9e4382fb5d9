import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { inspect, untilState } from "./support/inspect.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
let networks: readonly string[];
const gone = "0".repeat(64);

beforeAll(async () => {
  own = await ownThings("life");
  on = steps(testDriver(), await imageId(busybox));
  networks = [own.name("net")];
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(() => own.removeAll());

async function running(name: string, command: readonly string[] = ["sleep", "600"]): Promise<string> {
  const id = await on.create({ name, networks, command });
  await on.start(name, id);
  return id;
}

describe("container.start", () => {
  it("starts, and takes one that runs as started", async () => {
    const name = own.name("start");
    const id = await running(name);
    await on.start(name, id);
    expect((await inspect(id)).State.Running).toBe(true);
  });

  it("is done also when the process ends at once", async () => {
    const name = own.name("brief");
    const id = await on.create({ name, networks, command: ["true"], restartPolicy: "Never" });
    await on.start(name, id);
  });

  it("names the container that holds the host port", async () => {
    const port = await freePort();
    const ports = [{ containerPort: 80, hostPort: port, hostIp: "", protocol: "tcp" }] as const;
    const command = ["sleep", "600"];
    const holder = own.name("holder");
    await on.start(holder, await on.create({ name: holder, networks, ports, command }));
    const second = own.name("second");
    const id = await on.create({ name: second, networks, ports, command });
    await expect(on.start(second, id)).rejects.toMatchObject({
      code: "DRIVER_CONTAINER_START_FAILED",
      message: `cannot start container ${second}: host port ${port} is held by container ${holder}`,
      hint: expect.stringContaining(holder),
    });
  });

  it("says so when a program outside of containers holds the host port", async () => {
    const port = await freePort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    try {
      const name = own.name("blocked");
      const ports = [{ containerPort: 80, hostPort: port, hostIp: "127.0.0.1", protocol: "tcp" }] as const;
      const id = await on.create({ name, networks, ports, command: ["sleep", "600"] });
      await expect(on.start(name, id)).rejects.toMatchObject({
        code: "DRIVER_CONTAINER_START_FAILED",
        message: expect.stringContaining(`host port ${port} is held by another program`),
      });
    } finally {
      server.close();
    }
  });

  it("says which command the image lacks", async () => {
    const name = own.name("nocmd");
    const id = await on.create({ name, networks, command: ["no-such-program"] });
    await expect(on.start(name, id)).rejects.toMatchObject({
      code: "DRIVER_CONTAINER_START_FAILED",
      message: expect.stringContaining("executable file not found"),
      hint: expect.stringContaining("no-such-program"),
    });
  });

  it("says which network is missing", async () => {
    const name = own.name("nonet");
    const missing = own.name("missing");
    const id = await on.create({ name, networks: [missing], command: ["true"] });
    await expect(on.start(name, id)).rejects.toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
      hint: expect.stringContaining(missing),
    });
  });
});

describe("container.stop", () => {
  it("lets the container end by itself, and takes one that is stopped as stopped", async () => {
    const name = own.name("stop");
    const id = await running(name, ["sh", "-c", "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done"]);
    await untilLogged(id, "up");
    await on.stop(name, id);
    await on.stop(name, id);
    expect((await inspect(id)).State).toMatchObject({ Running: false, ExitCode: 7 });
  });

  it("kills after the container's own time", async () => {
    const name = own.name("kill");
    const id = await running(name, ["sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"]);
    await untilLogged(id, "up");
    await on.stop(name, id);
    expect((await inspect(id)).State).toMatchObject({ Running: false, ExitCode: 137 });
  });
});

describe("container.unpause", () => {
  it("lets it run on, and takes one that is not paused as running", async () => {
    const name = own.name("pause");
    const id = await running(name);
    await engine.json("POST", `/containers/${id}/pause`);
    await on.unpause(name, id);
    await on.unpause(name, id);
    expect((await inspect(id)).State.Status).toBe("running");
  });
});

describe("container.rename", () => {
  it("gives another name", async () => {
    const id = await running(own.name("before"));
    await on.rename(own.name("before"), id, own.name("after"));
    expect((await inspect(id)).Name).toBe(`/${own.name("after")}`);
  });

  it("says who has the name", async () => {
    await running(own.name("owner"));
    const id = await running(own.name("other"));
    await expect(on.rename(own.name("other"), id, own.name("owner"))).rejects.toMatchObject({
      message: expect.stringContaining("Hashike/default/test"),
    });
  });
});

describe("container.remove", () => {
  it.each([
    ["keeping its volumes", undefined, 200],
    ["with its anonymous volumes but not the named ones, of one that never served", true, 404],
  ] as const)("removes also a running one, %s", async (_, withVolumes, left) => {
    const volume = own.name("kept");
    const { Id } = await engine.json<{ Id: string }>(
      "POST",
      `/containers/create?name=${own.name("volumes")}`,
      {
        Image: busybox,
        Cmd: ["sleep", "600"],
        Volumes: { "/anonymous": {} },
        HostConfig: { Binds: [`${volume}:/named`] },
      },
    );
    await engine.json("POST", `/containers/${Id}/start`);
    const { Mounts } = await engine.json<{ Mounts: { Name: string }[] }>("GET", `/containers/${Id}/json`);
    const anonymous = Mounts.find((m) => m.Name !== volume)?.Name;
    await on.remove(own.name("volumes"), Id, withVolumes);
    expect(await engine.status("GET", `/containers/${Id}/json`)).toBe(404);
    expect(await engine.status("GET", `/volumes/${anonymous}`)).toBe(left);
    expect(await engine.status("GET", `/volumes/${volume}`)).toBe(200);
    await engine.json("DELETE", `/volumes/${anonymous}`);
  });

  it("takes one that is gone as removed", async () => {
    await on.remove("gone", gone);
  });
});

describe("container.connect", () => {
  it("connects, and takes one that is connected as connected", async () => {
    const network = own.name("further");
    await engine.json("POST", "/networks/create", { Name: network });
    const name = own.name("connect");
    const id = await running(name);
    await on.connect(name, id, network);
    await on.connect(name, id, network);
    expect(Object.keys((await inspect(id)).NetworkSettings.Networks)).toContain(network);
  });

  it("says which network is missing", async () => {
    const name = own.name("connect-none");
    const id = await running(name);
    await expect(on.connect(name, id, own.name("none"))).rejects.toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
    });
  });
});

describe("a container that is gone", () => {
  it.each(["start", "stop", "unpause", "waitCompleted"] as const)(
    "fails to %s, and says so",
    async (step) => {
      await expect(on[step]("web", gone)).rejects.toMatchObject({
        code: "DRIVER_CONTAINER_GONE",
        message: "container web is not there any more",
      });
    },
  );

  it("fails to be renamed and connected", async () => {
    const expected = { code: "DRIVER_CONTAINER_GONE" };
    await expect(on.rename("web", gone, own.name("x"))).rejects.toMatchObject(expected);
    await expect(on.connect("web", gone, own.name("net"))).rejects.toMatchObject(expected);
  });
});

it("an action is not begun when the apply is aborted", async () => {
  const action = makeAction("container.stop", "web", { container: { name: "web", id: gone } });
  await expect(on.run(action, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: "APPLY_ABORTED",
  });
});

async function untilLogged(id: string, word: string): Promise<void> {
  await untilState(id, ({ State }) => State.Running);
  for (;;) {
    const { text } = await engine.text("GET", `/containers/${id}/logs?stdout=1`);
    if (text.includes(word)) return;
  }
}
