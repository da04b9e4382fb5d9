import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ValueSource } from "@hashike/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Context } from "../process/context.ts";
import { encrypt, generateKeyPair } from "../secret/age.ts";
import { outsideValues, withOutsideValues } from "./outside-values.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hashike-values-"));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const write = (name: string, text: string | Uint8Array) => writeFile(join(cwd, name), text);
const found = (text: string) => ({ kind: "found", text });

function read(source: ValueSource, manifest = "app.yml", options: Partial<Context["options"]> = {}) {
  const context = { cwd, env: { HERE: "x" }, options } as unknown as Context;
  return outsideValues(context)({ source, at: { file: manifest, line: 1, column: 1 } });
}
const file = (path: string, manifest?: string, options?: Partial<Context["options"]>) =>
  read({ kind: "file", path }, manifest, options);

describe("a value of a file", () => {
  it("is beside its manifest, wherever the command runs", async () => {
    await mkdir(join(cwd, "stack"));
    await write("stack/pw", "beside\n");
    expect(await file("pw", "stack/app.yml")).toEqual(found("beside\n"));
    expect(await file(join(cwd, "stack/pw"), "s3://bucket/app.yml")).toEqual(found("beside\n"));
  });

  it.each(["s3://bucket/app.yml", "https://host/app.yml", "-"])(
    "is below --secret-dir, and not elsewhere, for %s",
    async (manifest) => {
      await mkdir(join(cwd, "laid-out"));
      await write("laid-out/pw", "laid out");
      await write("pw", "not meant");
      const options = { secretDir: "laid-out" };
      expect(await file("./pw", manifest, options)).toEqual(found("laid out"));
      expect(await file("../pw", manifest, options)).toMatchObject({ kind: "unreadable" });
      expect(await file("pw", manifest)).toMatchObject({
        kind: "absent",
        message: 'there is no file "/etc/hashike/secrets/pw"',
        hint: expect.stringContaining("--secret-dir"),
      });
    },
  );

  it("is absent or unreadable for a reason that names the file, and shows nothing of it", async () => {
    await write("bytes", Uint8Array.of(0x73, 0xff));
    await write("large", "s3cret".repeat(400_000));
    const answers = await Promise.all(
      ["none", "bytes/below", ".", "bytes", "large"].map((path) => file(path)),
    );
    expect(answers.map(({ kind }) => kind)).toEqual([
      ...["absent", "absent", "unreadable", "unreadable", "unreadable"],
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ message: expect.stringContaining(cwd) });
    expect(JSON.stringify(answers)).not.toContain("s3cret");
  });
});

it("a value of the environment is there or absent", async () => {
  expect(await read({ kind: "environment", name: "HERE" })).toEqual(found("x"));
  for (const name of ["NOT_HERE", "toString"])
    expect(await read({ kind: "environment", name })).toMatchObject({ kind: "absent" });
});

describe("an encrypted value", () => {
  it("is decrypted by the identity, whether it stands in the manifest or in a file", async () => {
    const { identity, recipient } = await generateKeyPair();
    const other = await generateKeyPair();
    await write("identity", `# of this machine\n${other.identity}\r\n\n${identity}\n`);
    const text = await encrypt("p\u00e4ssword", [recipient]);
    await write("pw.age", text);
    const options = { identity: "identity" };
    expect(await read({ kind: "age", text: `\n${text}` }, "s3://b/app.yml", options)).toEqual(
      found("p\u00e4ssword"),
    );
    expect(await file("pw.age", "app.yml", options)).toEqual(found("p\u00e4ssword"));
  });

  it("is unreadable without its identity, and with a damaged one, for a reason that shows no key", async () => {
    const { identity, recipient } = await generateKeyPair();
    const text = await encrypt("s3cret", [(await generateKeyPair()).recipient]);
    await write("another", identity);
    await write("damaged", `# note\n${identity}x`);
    await write("recipient", recipient);
    await write("empty", "# nothing\n");
    const reasons = ["another", "damaged", "recipient", "empty", "none"].map((name) =>
      read({ kind: "age", text }, "app.yml", { identity: name }),
    );
    const answers = await Promise.all(reasons);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        kind: "unreadable",
        message: expect.stringMatching(/^cannot be decrypted.*hashike-values/),
      });
    }
    expect(JSON.stringify(answers)).not.toContain(identity.slice(0, 30));
    const cut = text.replace(/\n[^\n]+(\n-----END)/, "$1");
    expect(await read({ kind: "age", text: cut }, "app.yml", { identity: "another" })).toMatchObject({
      kind: "unreadable",
    });
  });
});

describe("withOutsideValues", () => {
  const request = (name: string) => ({
    source: { kind: "environment", name } as const,
    at: { file: "a.yml", line: 1, column: 1 },
  });

  it("builds once what asks for nothing", async () => {
    let builds = 0;
    const read = () => Promise.reject(new Error("nothing was asked for"));
    expect(await withOutsideValues(read, () => ++builds)).toBe(1);
  });

  it("reads each value once, also those that only show when others are known", async () => {
    const reads: string[] = [];
    const built = await withOutsideValues(
      async ({ source }) => {
        const name = source.kind === "environment" ? source.name : "";
        reads.push(name);
        return { kind: "found", text: `${name}!` };
      },
      (find) => {
        const first = find(request("first"));
        const text = first.kind === "found" ? first.text : "";
        return text === "" ? "" : [text, find(request("first")), find(request(text))];
      },
    );
    expect(reads).toEqual(["first", "first!"]);
    expect(built).toEqual(["first!", found("first!"), found("first!!")]);
  });
});
