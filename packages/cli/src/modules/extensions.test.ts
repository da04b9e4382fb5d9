import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { defaultKinds, kindId } from "@hashike/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDriver } from "../engine/open-driver.ts";
import { loadExtensions } from "./extensions.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hashike-modules-"));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

async function write(name: string, text: string) {
  await mkdir(dirname(join(cwd, name)), { recursive: true });
  await writeFile(join(cwd, name), text);
}

const driver = `(options) => ({ name: "mine:" + options.host, observe() {}, execute() {} })`;
const none = { drivers: new Map(), sources: [], kinds: defaultKinds };
/** A kind as a module writes it; each member as text. */
const kind = (other: Readonly<Record<string, string>>) =>
  `{ ${Object.entries({
    group: '"example.org"',
    versions: '["v1"]',
    kind: '"Website"',
    plural: '"websites"',
    shortNames: "[]",
    schema: "{ properties: { apiVersion: {}, kind: {}, metadata: {} } }",
    check: "() => {}",
    contribute: "() => ({})",
    ...other,
  })
    .map((member) => member.join(": "))
    .join(", ")} }`;
const options = (extra: object = {}) => ({
  env: {},
  imageSources: async () => ({}),
  host: "here",
  ...extra,
  cwd,
});

describe("loadExtensions", () => {
  it("collects drivers and sources from files and from packages", async () => {
    await write("a.mjs", `export const drivers = { mine: ${driver} };`);
    await write("node_modules/more/package.json", `{ "exports": { ".": { "import": "./m.mjs" } } }`);
    await write("node_modules/more/m.mjs", `export const sources = [{ schemes: ["git"], read() {} }];`);
    const extensions = await loadExtensions(["./a.mjs", "more"], cwd);
    const { drivers, sources } = extensions;
    expect([...drivers.keys()]).toEqual(["mine"]);
    expect(sources.map((s) => s.schemes)).toEqual([["git"]]);
    expect((await openDriver("mine", extensions, options())).name).toBe("mine:here");
  });

  it("finds a package below a scope, from a folder further down", async () => {
    await write(
      "node_modules/@me/driver/package.json",
      `{ "type": "module", "exports": { "./x": "./x.js" } }`,
    );
    await write("node_modules/@me/driver/x.js", `export const drivers = {};`);
    await mkdir(join(cwd, "deep", "down"), { recursive: true });
    expect((await loadExtensions(["@me/driver/x"], join(cwd, "deep", "down"))).drivers.size).toBe(0);
  });

  it("adds kinds to those that are built in", async () => {
    await write("a.mjs", `export const kinds = [${kind({})}];`);
    await write("b.mjs", `export const kinds = [${kind({ group: '"example.net"' })}];`);
    const { kinds } = await loadExtensions(["./a.mjs", "./b.mjs"], cwd);
    expect(kinds.all.map(kindId)).toEqual(["Hashike", "Website.example.org", "Website.example.net"]);
    expect((await loadExtensions([], cwd)).kinds.all).toEqual(defaultKinds.all);
  });

  it.each([
    [
      "of another module",
      ["./a.mjs", "./b.mjs"],
      "./b.mjs: kind Website.example.org is defined by ./a.mjs already",
    ],
    ["that is built in", ["./c.mjs"], "./c.mjs: kind Hashike is built in already"],
  ])("refuses a kind %s, and names both", async (_, modules, message) => {
    await write("a.mjs", `export const kinds = [${kind({})}];`);
    await write("b.mjs", `export const kinds = [${kind({})}];`);
    await write("c.mjs", `export const kinds = [${kind({ group: '""', kind: '"Hashike"' })}];`);
    await expect(loadExtensions(modules, cwd)).rejects.toMatchObject({ code: "MODULE_INVALID", message });
  });

  it.each([
    ["export const kinds = {};", "`kinds` is not an array"],
    ["export const kinds = [undefined];", "`kinds[0].group` is not a text"],
    [`export const kinds = [${kind({ versions: "[]" })}];`, "`kinds[0].versions` is not a list of versions"],
    [
      `export const kinds = [${kind({ schema: "{ properties: {} }" })}];`,
      "`kinds[0].schema` is not made by `objectSchema`",
    ],
    [`export const kinds = [${kind({ check: "1" })}];`, "`kinds[0].check` is not a function"],
    ["export const x = 1;", "exports neither `drivers` nor `sources` nor `kinds`"],
    ["export const drivers = { a: 1 };", "`drivers.a` is not a function"],
    ["export const drivers = 1;", "`drivers` is not an object"],
    ["export const sources = {};", "`sources` is not an array"],
    ["export const sources = [{ schemes: [] }];", "`sources[0]` has no `schemes` or no `read`"],
    ["throw new Error('boom');", "cannot be loaded: boom"],
    ["syntax error", "cannot be loaded"],
  ])("refuses %s", async (text, message) => {
    await write("bad.mjs", text);
    await expect(loadExtensions(["./bad.mjs"], cwd)).rejects.toMatchObject({
      code: "MODULE_INVALID",
      message: expect.stringContaining(message),
    });
  });

  it("says which module is not there", async () => {
    await expect(loadExtensions(["./gone.mjs"], cwd)).rejects.toMatchObject({
      code: "MODULE_INVALID",
      message: "./gone.mjs: no such module",
    });
    await expect(loadExtensions(["no-such-package"], cwd)).rejects.toMatchObject({ code: "MODULE_INVALID" });
  });
});

describe("openDriver", () => {
  it("takes a module with createDriver, which may be asynchronous, and hands it the options", async () => {
    await write("d.mjs", `export const createDriver = async ${driver};`);
    expect((await openDriver("./d.mjs", none, options())).name).toBe("mine:here");
    expect(
      (await openDriver("d.mjs", none, options({ imageSources: async () => ({}), host: "there" }))).name,
    ).toBe("mine:there");
  });

  it("refuses a module without createDriver, and what makes no driver", async () => {
    await write("a.mjs", "export const x = 1;");
    await write("b.mjs", "export const createDriver = () => ({ name: 'half', observe() {} });");
    await expect(openDriver("./a.mjs", none, options())).rejects.toMatchObject({ code: "MODULE_INVALID" });
    await expect(openDriver("./b.mjs", none, options())).rejects.toMatchObject({
      message: expect.stringContaining("is no driver"),
    });
  });
});
