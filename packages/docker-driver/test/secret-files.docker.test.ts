import type { SecretFileSpec } from "@hashike/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { inspect, untilState } from "./support/inspect.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";

const secrets = { key: "clear-key\n", word: "clear-word" };
const file = (path: string, about: Partial<SecretFileSpec> = {}): SecretFileSpec => ({
  path,
  secret: "key",
  mode: 0o400,
  gid: 0,
  ...about,
});

let own: OwnThings;
let on: ReturnType<typeof steps>;

beforeAll(async () => {
  own = await ownThings("secretfiles");
  on = steps(testDriver(), await imageId(busybox));
});

afterAll(() => own.removeAll());

it("are there from the first moment, for whom they are meant, and after a restart", async () => {
  const name = own.name("web");
  const show = "cat /run/secrets/app/key /etc/app.word; stat -c '%n %a %u %g' /run/secrets /run/secrets/app";
  const about = {
    name,
    user: "nobody",
    networks: [],
    tty: true,
    restartPolicy: "Never" as const,
    command: ["sh", "-c", `${show} /run/secrets/app/key /etc/app.word /etc/own`],
    secretFiles: [
      file("/run/secrets/app/key"),
      file("/etc/app.word", { secret: "word", mode: 0o440, uid: 65534, gid: 5 }),
      file("/etc/own", { secret: "word", uid: 7 }),
    ],
  };
  const id = await on.create(about, { secrets });
  const told = [
    "clear-key",
    "clear-word/run/secrets 755 0 0",
    "/run/secrets/app 755 0 0",
    "/run/secrets/app/key 400 65534 0",
    "/etc/app.word 440 65534 5",
    "/etc/own 400 7 0",
  ];
  for (let run = 1; run <= 2; run++) {
    await on.start(name, id);
    await untilState(id, ({ State }) => State.Status === "exited");
    const { text } = await engine.text("GET", `/containers/${id}/logs?stdout=1`);
    expect(
      text
        .trim()
        .split(/\r?\n/)
        .slice((run - 1) * told.length),
    ).toEqual(told);
  }
  expect(JSON.stringify(await inspect(id))).not.toContain("clear-");
});

it("in a folder of their own hide what the image has there, are written with a read-only root, and go with it", async () => {
  const name = own.name("own");
  const show = "ls -l /etc/network; cat /etc/network/sub/b; wc -c < /etc/network/a";
  const about = {
    name,
    user: "nobody",
    networks: [],
    tty: true,
    restartPolicy: "Never" as const,
    security: { readOnlyRootFilesystem: true },
    command: ["sh", "-c", `${show}; stat -c '%n %a %u %g' /etc/network/* /etc/network/sub/b`],
    mounts: [
      { type: "files" as const, target: "/etc/network", readOnly: false },
      { type: "files" as const, target: "/none/yet", readOnly: false },
    ],
    secretFiles: [
      file("/etc/network/a", { secret: "bytes", encoding: "base64", mode: 0o644, uid: 0 }),
      file("/etc/network/sub/b", { secret: "word", mode: 0o444, uid: 0, gid: 5 }),
      file("/none/yet/c", { uid: 0 }),
    ],
  };
  const id = await on.create(about, { secrets: { ...secrets, bytes: "/wD+" } });
  const { Mounts } = await inspect(id);
  expect(Mounts.map((m) => m.Destination).sort()).toEqual(["/etc/network", "/none/yet"]);
  await on.start(name, id);
  await untilState(id, ({ State }) => State.Status === "exited");
  const { text } = await engine.text("GET", `/containers/${id}/logs?stdout=1`);
  const lines = text.trim().split(/\r?\n/);
  expect(lines.filter((line) => /^[-d]r/.test(line))).toHaveLength(2);
  expect(lines.slice(-4)).toEqual([
    "clear-word3",
    "/etc/network/a 644 0 0",
    "/etc/network/sub 755 0 0",
    "/etc/network/sub/b 444 0 5",
  ]);
  await on.remove(name, id);
  for (const { Name } of Mounts) {
    expect((await engine.text("GET", `/volumes/${Name}`)).status).toBe(404);
  }
});

it("that would be in a volume of the image leave no container behind", async () => {
  const name = own.name("volume");
  await engine.json("POST", `/containers/create?name=${own.name("base")}`, { Image: busybox, Cmd: ["true"] });
  const to = `repo=${own.name("image")}&tag=1&changes=${encodeURIComponent("VOLUME /data")}`;
  await engine.json("POST", `/commit?container=${own.name("base")}&${to}`, {});
  const onVolume = steps(testDriver(), await imageId(`${own.name("image")}:1`));
  const made = onVolume.create({ name, secretFiles: [file("/data/tls/key")] }, { secrets });
  await expect(made).rejects.toMatchObject({
    code: "DRIVER_CONTAINER_CREATE_FAILED",
    message: expect.stringContaining("the volume that the image has at /data"),
  });
  expect((await engine.text("GET", `/containers/${name}/json`)).status).toBe(404);
});

it("whose content nobody has are told, and no container is made", async () => {
  const name = own.name("missing");
  await expect(on.create({ name, secretFiles: [file("/key")] })).rejects.toMatchObject({
    code: "PLAN_SECRET_MISSING",
    message: expect.stringContaining("/key"),
  });
  expect((await engine.text("GET", `/containers/${name}/json`)).status).toBe(404);
});
