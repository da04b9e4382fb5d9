import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { HostPathType, ObservedHostPath } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { helperName } from "../src/execute/helper/helper-container.ts";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { inspect } from "./support/inspect.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { containerSpec, desiredState } from "./support/specs.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
let image: string;
let directory: string;
const server = createServer();

beforeAll(async () => {
  own = await ownThings("path");
  image = await imageId(busybox);
  on = steps(testDriver(), image);
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
  directory = mkdtempSync(join(tmpdir(), own.prefix));
  mkdirSync(join(directory, "dir"));
  writeFileSync(join(directory, "file"), "content");
  symlinkSync(join(directory, "dir"), join(directory, "absolute-link"));
  symlinkSync("file", join(directory, "relative-link"));
  symlinkSync(join(directory, "absolute-link", "..", "file"), join(directory, "link-of-links"));
  symlinkSync("loop", join(directory, "loop"));
  await asRoot("mknod /d/char c 1 3 && mknod /d/block b 7 99 && mkfifo /d/pipe");
  await new Promise<void>((resolve) => server.listen(join(directory, "socket"), resolve));
});

afterAll(async () => {
  server.close();
  await asRoot("rm -rf /d/*");
  rmSync(directory, { recursive: true, force: true });
  await own.removeAll();
});

/** What only root may do, also when the tests are another user's: a container does it. */
async function asRoot(script: string): Promise<void> {
  const { Id } = await engine.json<{ Id: string }>("POST", `/containers/create?name=${own.name("root")}`, {
    Image: busybox,
    Cmd: ["sh", "-c", script],
    HostConfig: { Binds: [`${directory}:/d`] },
  });
  await engine.json("POST", `/containers/${Id}/start`);
  const { StatusCode } = await engine.json<{ StatusCode: number }>("POST", `/containers/${Id}/wait`);
  await engine.json("DELETE", `/containers/${Id}?force=1`);
  if (StatusCode !== 0) throw new Error(`${script}: exit code ${StatusCode}`);
}

const inDirectory = (name: string) => join(directory, name);

function check(path: string, pathType: HostPathType) {
  const about = { path, pathType, image: { reference: busybox, id: image } };
  return on.run(makeAction("hostPath.check", path, about));
}

const things = {
  dir: "directory",
  file: "file",
  socket: "socket",
  char: "charDevice",
  block: "blockDevice",
  pipe: "other",
  nowhere: "missing",
  "absolute-link": "directory",
  "relative-link": "file",
  "link-of-links": "file",
  "absolute-link/nowhere": "missing",
  "file/below": "missing",
} as const;

describe("observing host paths", () => {
  const desired = () =>
    desiredState({ hostPaths: Object.keys(things).map((name) => ({ path: inDirectory(name), type: "" })) });

  it("looks at them where the engine is on this machine", async () => {
    const { hostPaths } = await testDriver().observe(desired());
    const parents: Readonly<Record<string, string>> = {
      nowhere: directory,
      "absolute-link/nowhere": inDirectory("absolute-link"),
    };
    const expected: ObservedHostPath[] = Object.entries(things).map(([name, kind]) => ({
      path: inDirectory(name),
      kind,
      ...(parents[name] === undefined ? {} : { existingParent: parents[name] }),
    }));
    expect(hostPaths).toEqual(expected);
  });

  it("leaves them to the apply where it is not", async () => {
    const { hostPaths } = await testDriver({}, { looksAtHostPaths: false }).observe(desired());
    expect(new Set(hostPaths.map(({ kind }) => kind))).toEqual(new Set(["unknown"]));
    expect(hostPaths).toHaveLength(Object.keys(things).length);
  });
});

const wanted: Readonly<Record<Exclude<HostPathType, "">, readonly (keyof typeof things)[]>> = {
  Directory: ["dir", "absolute-link"],
  DirectoryOrCreate: ["dir", "absolute-link", "nowhere", "absolute-link/nowhere", "file/below"],
  File: ["file", "relative-link", "link-of-links"],
  FileOrCreate: ["file", "relative-link", "link-of-links"],
  Socket: ["socket"],
  CharDevice: ["char"],
  BlockDevice: ["block"],
};
const makesIt = new Set(["nowhere", "absolute-link/nowhere"]);

describe.each(Object.entries(wanted))("hostPath.check of type %s through the engine", (type, good) => {
  const pathType = type as HostPathType;
  const names = Object.keys(things) as (keyof typeof things)[];

  it.each(good)("takes %s", async (name) => {
    await check(inDirectory(name), pathType);
  });

  it.each(
    names.filter((name) => !good.includes(name) && !(pathType === "FileOrCreate" && makesIt.has(name))),
  )("refuses %s", async (name) => {
    await expect(check(inDirectory(name), pathType)).rejects.toMatchObject({
      code: "DRIVER_HOST_PATH",
      message: expect.stringContaining(inDirectory(name)),
    });
  });
});

describe("hostPath.check", () => {
  it("takes anything where no type is written", async () => {
    await check(inDirectory("nowhere"), "");
    await check(inDirectory("pipe"), "");
  });

  it("makes a missing file, empty and once, also behind a link", async () => {
    const path = inDirectory("absolute-link/made");
    await check(path, "FileOrCreate");
    const made = statSync(inDirectory("dir/made"));
    expect([made.isFile(), made.size, made.mode & 0o777, made.uid]).toEqual([true, 0, 0o644, 0]);
    writeFileSync(path, "kept");
    await check(path, "FileOrCreate");
    expect(statSync(path).size).toBe(4);
  });

  it("does not change the directory in which it makes a file", async () => {
    mkdirSync(inDirectory("private"), { mode: 0o700 });
    await check(inDirectory("private/made"), "FileOrCreate");
    expect(statSync(inDirectory("private")).mode & 0o777).toBe(0o700);
  });

  it("says that a file's directory is missing", async () => {
    await expect(check(inDirectory("no/such/file"), "FileOrCreate")).rejects.toMatchObject({
      code: "DRIVER_HOST_PATH",
      message: expect.stringContaining("does not exist"),
    });
  });

  it("says so when links go in circles", async () => {
    await expect(check(inDirectory("loop"), "File")).rejects.toMatchObject({
      hint: expect.stringContaining("circles"),
      code: "DRIVER_HOST_PATH",
      message: expect.stringContaining("too many links"),
    });
  });

  it("replaces a helper that a crashed apply has left, and leaves none itself", async () => {
    const path = inDirectory("file");
    const name = helperName(`look File ${path}`);
    await engine.json("POST", `/containers/create?name=${name}`, {
      Image: busybox,
      Labels: { hashike: "helper" },
    });
    await check(path, "File");
    expect(await engine.status("GET", `/containers/${name}/json`)).toBe(404);
  });

  it("does not touch a stranger that has the helper's name", async () => {
    const path = inDirectory("dir");
    const name = helperName(`look Directory ${path}`);
    const { Id } = await engine.json<{ Id: string }>("POST", `/containers/create?name=${name}`, {
      Image: busybox,
    });
    try {
      await expect(check(path, "Directory")).rejects.toMatchObject({ code: "DRIVER_HOST_PATH" });
      expect((await inspect(name)).Id).toBe(Id);
    } finally {
      await engine.json("DELETE", `/containers/${Id}?force=1`);
    }
  });
});

describe("a container with host paths", () => {
  it.each(["", "DirectoryOrCreate"] as const)("has a missing directory of type %j made", async (pathType) => {
    const path = inDirectory(`made-${pathType}`);
    const name = own.name(`mount-${pathType}`);
    const id = await on.create({
      name,
      networks: [own.name("net")],
      command: ["sh", "-c", "echo hello > /mnt/from-container"],
      restartPolicy: "Never",
      mounts: [{ type: "hostPath", path, pathType, target: "/mnt", readOnly: false }],
    });
    await on.start(name, id);
    await engine.json("POST", `/containers/${id}/wait`);
    expect(statSync(join(path, "from-container")).size).toBe(6);
  });

  it("sees a file, a directory below a path that is made, and a path with a colon", async () => {
    mkdirSync(inDirectory("with:colon"));
    const name = own.name("mounts");
    const id = await on.create({
      name,
      networks: [own.name("net")],
      command: ["sh", "-c", "cat /file && touch /sub/made && touch /colon/made && ! touch /ro/made"],
      restartPolicy: "Never",
      mounts: [
        { type: "hostPath", path: inDirectory("file"), pathType: "File", target: "/file", readOnly: true },
        {
          type: "hostPath",
          path: directory,
          pathType: "Directory",
          target: "/sub",
          readOnly: false,
          subPath: "a/b",
        },
        {
          type: "hostPath",
          path: inDirectory("with:colon"),
          pathType: "",
          target: "/colon",
          readOnly: false,
        },
        { type: "hostPath", path: inDirectory("dir"), pathType: "", target: "/ro", readOnly: true },
      ],
    });
    await on.start(name, id);
    const { StatusCode } = await engine.json<{ StatusCode: number }>("POST", `/containers/${id}/wait`);
    expect(StatusCode).toBe(0);
    expect(basename(inDirectory("a/b/made"))).toBe("made");
    expect(statSync(inDirectory("a/b/made")).isFile()).toBe(true);
    expect(statSync(inDirectory("with:colon/made")).isFile()).toBe(true);
  });
});

describe("hostPath.remove", () => {
  const remove = (path: string, driver = on) =>
    driver.run(makeAction("hostPath.remove", path, { path, within: directory }));

  it("removes an empty folder and those above it that were made with it, and nothing that was there before", async () => {
    await asRoot("chmod 777 /d && mkdir -p -m 777 /d/new /d/new/deep && chmod 777 /d/new");
    await remove(inDirectory("new/deep"));
    expect(existsSync(inDirectory("new"))).toBe(false);
    expect(existsSync(directory)).toBe(true);
    await remove(inDirectory("new/deep"));
  });

  it.each(["file", "relative-link", "absolute-link"])(
    "leaves %s, which is no folder of its own",
    async (name) => {
      await remove(inDirectory(name));
      expect(existsSync(inDirectory(name))).toBe(true);
    },
  );

  it("leaves a folder that holds something", async () => {
    mkdirSync(inDirectory("full/inner"), { recursive: true });
    writeFileSync(inDirectory("full/inner/data"), "kept");
    await remove(inDirectory("full/inner"));
    expect(existsSync(inDirectory("full/inner/data"))).toBe(true);
  });

  it("removes nothing where the files are another machine's, and says how to", async () => {
    mkdirSync(inDirectory("empty"));
    const elsewhere = steps(testDriver({}, { looksAtHostPaths: false }), image);
    await expect(remove(inDirectory("empty"), elsewhere)).rejects.toMatchObject({
      code: "DRIVER_HOST_PATH",
      hint: expect.stringContaining(`rmdir ${inDirectory("empty")}`),
    });
    expect(existsSync(inDirectory("empty"))).toBe(true);
  });
});

describe("files that a container mounts read-only", () => {
  const mount = (name: string, more: { readonly readOnly?: boolean } = {}) => {
    const path = inDirectory(name);
    return { type: "hostPath", path, pathType: "", target: `/${name}`, readOnly: true, ...more } as const;
  };
  const spec = () =>
    containerSpec({
      name: own.name("reads"),
      networks: [own.name("net")],
      mounts: [mount("conf"), mount("link-to-conf"), mount("dir"), mount("data", { readOnly: false })],
    });

  it("are told as they are now, and as they were at its creation; folders, and what it can write to, are not", async () => {
    for (const name of ["conf", "data"]) writeFileSync(inDirectory(name), "one");
    symlinkSync("conf", inDirectory("link-to-conf"));
    const container = spec();
    const look = async (driver = testDriver()) => {
      const { mountedFiles, containers } = await driver.observe(desiredState({ containers: [container] }));
      return {
        now: mountedFiles,
        atCreation: containers.find((c) => c.name === container.name)?.mountedFiles,
      };
    };
    await on.create(container);
    const first = await look();
    expect(Object.keys(first.now ?? {})).toEqual([inDirectory("conf"), inDirectory("link-to-conf")]);
    expect(first.atCreation).toEqual(first.now);

    writeFileSync(inDirectory("conf"), "longer");
    const written = (await look()).now?.[inDirectory("link-to-conf")];
    const before = first.now?.[inDirectory("conf")];
    expect(written?.file).toBe(before?.file);
    expect(written?.content).not.toBe(before?.content);

    writeFileSync(inDirectory("conf.new"), "longer");
    renameSync(inDirectory("conf.new"), inDirectory("conf"));
    expect((await look()).now?.[inDirectory("conf")]?.file).not.toBe(before?.file);
    expect((await look()).atCreation).toEqual(first.now);
    expect((await look(testDriver({}, { looksAtHostPaths: false }))).now).toBeUndefined();
  });

  it("are told by a check as by a look of one's own, but for the inode; also one that the check makes", async () => {
    const made = inDirectory("made-conf");
    writeFileSync(inDirectory("conf-of-check"), "one");
    symlinkSync("conf-of-check", inDirectory("link-of-check"));
    const names = ["conf-of-check", "link-of-check", "made-conf"];
    const { mountedFiles = new Map() } = await on.run(
      makeAction("hostPath.check", made, {
        path: made,
        pathType: "FileOrCreate",
        image: { reference: busybox, id: image },
        files: [...names, "dir", "nowhere", "loop"].map(inDirectory),
      }),
    );
    const container = containerSpec({ name: own.name("looks"), mounts: names.map((name) => mount(name)) });
    const looked = await testDriver().observe(desiredState({ containers: [container] }));
    const contents = names.map((name) => [
      inDirectory(name),
      looked.mountedFiles?.[inDirectory(name)]?.content,
    ]);
    expect([...mountedFiles].slice(0, 3)).toEqual(contents.map(([path, content]) => [path, { content }]));
    expect([...mountedFiles].slice(3)).toEqual(
      ["dir", "nowhere"].map((name) => [inDirectory(name), undefined]),
    );
  });

  it("leave no mark on a container that is created from elsewhere", async () => {
    writeFileSync(inDirectory("conf"), "one");
    const elsewhere = steps(testDriver({}, { looksAtHostPaths: false }), image);
    const id = await elsewhere.create({
      ...spec(),
      name: own.name("reads-elsewhere"),
      mounts: [mount("conf")],
    });
    expect(Object.keys((await inspect(id)).Config.Labels ?? {})).not.toContain("hashike.mounted-files");
  });
});
