import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readObjectOptions } from "./object-options.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hashike-headers-"));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

async function readHeaders(text: string) {
  await writeFile(join(cwd, "headers"), text);
  return readObjectOptions(
    { s3Endpoint: undefined, s3PathStyle: false, headerFile: "headers", trustImages: false },
    cwd,
  );
}

describe("readObjectOptions", () => {
  it("leaves what no flag says to the environment", async () => {
    const flags = { s3Endpoint: undefined, s3PathStyle: false, headerFile: undefined, trustImages: false };
    expect(await readObjectOptions(flags, cwd)).toEqual({ s3: {}, http: {} });
  });

  it("reads a header on each line", async () => {
    const { http } = await readHeaders("# ours\nAuthorization: Bearer a:b \r\n\nX-Token:c\n");
    expect(http?.headers).toEqual({ Authorization: "Bearer a:b", "X-Token": "c" });
  });

  it.each(["sesame", "Bad Name: sesame", "X: ses\u0000ame"])(
    "names the line that is no header, without showing it",
    async (line) => {
      await expect(readHeaders(`A: b\n${line}\n`)).rejects.toMatchObject({
        code: "USAGE",
        message: "--header-file: headers:2: not a header",
      });
    },
  );

  it("says that the file is not there", async () => {
    const flags = { s3Endpoint: undefined, s3PathStyle: false, headerFile: "none", trustImages: false };
    await expect(readObjectOptions(flags, cwd)).rejects.toMatchObject({
      code: "USAGE",
      message: "--header-file: cannot read none: ENOENT",
    });
  });
});
