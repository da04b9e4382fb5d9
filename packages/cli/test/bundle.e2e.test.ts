import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { loadedFiles, tellLoadedFiles } from "./support/loaded-files.ts";
import { quickstart } from "./support/manifests.ts";
import { createWorkspace, type Run } from "./support/workspace.ts";

const env = tellLoadedFiles;
const filesOf = ({ stderr }: Run) => loadedFiles(stderr).files;

describe("the bundled command loads", () => {
  it("one small file to tell its version", async () => {
    await using workspace = await createWorkspace();
    expect(filesOf(await workspace.run(["--version"], { env }))).toEqual(["bin.js"]);
  });

  it("one language for its help, and nothing of what commands need", async () => {
    await using workspace = await createWorkspace();
    const inEnglish = await workspace.run(["--help"], { env });
    expect(filesOf(inEnglish)).toEqual(["bin.js", "program.js", "en.js"]);
    const inJapanese = await workspace.run(["--help"], { env: { ...env, HASHIKE_LANG: "ja" } });
    expect(filesOf(inJapanese)).toEqual(["bin.js", "program.js", "ja.js"]);
  });

  it("neither storage nor archives nor the engine's driver when they are not needed", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    expect((await workspace.engine(["apply", "my-manifest.yml"])).code).toBe(0);
    const again = await workspace.engine(["apply", "my-manifest.yml"], { env });
    expect(again.stdout).toContain("nothing to do");
    expect(filesOf(again)).toEqual(["bin.js", "program.js", "handlers.js"]);
  });

  it("kinds of Kubernetes for manifests that have one", async () => {
    await using workspace = await createWorkspace();
    const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: b, image: c}]}\n";
    await workspace.write("pod.yml", pod);
    const ran = await workspace.run(["validate", "pod.yml"], { env });
    expect(ran.stdout).toBe("pod/a in default: default_a_b\nValid: 1 manifest, 1 container.\n");
    expect(filesOf(ran)).toEqual(["bin.js", "program.js", "handlers.js", "kubernetes.js"]);
  });

  it("the words for mistakes when there is one", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart.replace("value: test", "value: [not, text]"));
    const ran = await workspace.run(["validate", "my-manifest.yml"], { env });
    expect({ code: ran.code, stderr: loadedFiles(ran.stderr).rest }).toEqual({
      code: 3,
      stderr: expect.stringMatching(/my-manifest\.yml:\d+:\d+: .*value/),
    });
    expect(filesOf(ran)).toEqual(["bin.js", "program.js", "handlers.js", "explaining.js"]);
  });

  it("the engine's driver to talk to an engine, and what tells why there is none", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    const host = `unix://${workspace.folder}/none.sock`;
    const nowhere = await workspace.run(["apply", "my-manifest.yml", "--host", host], { env });
    const usual = ["bin.js", "program.js", "handlers.js", "docker-driver.js"];
    expect(filesOf(nowhere)).toEqual([...usual, "reaching.js", "explaining.js"]);
    const listed = await workspace.run(["get", "--host", host], { env });
    const [bin, program, ...rest] = filesOf(listed);
    expect([bin, program]).toEqual(["bin.js", "program.js"]);
    const further = [
      "docker-driver.js",
      "explaining.js",
      "further-handlers.js",
      "handlers.js",
      "reaching.js",
    ];
    expect(rest.sort()).toEqual(further);
    expect(nowhere.stderr).toContain("DRIVER_ENGINE_UNREACHABLE");
  });

  it("all that it may need at once for a watch, which may outlive the files", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    const host = `unix://${workspace.folder}/none.sock`;
    let isStopped = false;
    const watching = await workspace.run(["watch", "my-manifest.yml", "--host", host], {
      env,
      onStdout: (text, kill) => {
        // Once: it is given all that was told so far, and a second signal ends the command at once.
        if (!isStopped && text.includes("watching; reading")) kill("SIGTERM");
        isStopped ||= text.includes("watching; reading");
      },
    });
    expect(watching.code).toBe(143);
    const before = ["bin.js", "program.js", "further-handlers.js"];
    const files = filesOf(watching);
    expect(files.slice(0, before.length)).toEqual(before);
    const built = await readdir(new URL("../dist/", import.meta.url));
    // What decrypts is loaded with the first manifests that need it.
    const never = ["handlers.js", "parse-args.js", "completion.js", "en.js", "ja.js", "age.js"];
    const later = built.filter((file) => file.endsWith(".js") && ![...before, ...never].includes(file));
    expect(files.slice(before.length).sort()).toEqual(later.sort());
  });
});

describe("what uncompresses zstd where Node does not", () => {
  const built = new URL("../dist/", import.meta.url);

  it("is in a file of its own, which only that needs", async () => {
    const chunks = await readdir(new URL("s3-source/", built));
    const [own, ...more] = chunks.filter((file) => file.startsWith("zstddec"));
    expect([own, more]).toEqual([expect.any(String), []]);
    const users = await Promise.all(
      ["s3-source.mjs", ...chunks.map((file) => `s3-source/${file}`)].map(async (file) => {
        const text = await readFile(new URL(file, built), "utf8");
        return text.includes(String(own))
          ? [...text.matchAll(new RegExp(`(import\\(|from)\\s*"[^"]*${own}`, "g"))]
          : [];
      }),
    );
    expect(users.flat().map(([, how]) => how)).toEqual(["import("]);
  });
});

describe("the notices of the bundle", () => {
  const notices = readFile(new URL("../dist/THIRD-PARTY-NOTICES.txt", import.meta.url), "utf8");

  it.each([
    "yaml",
    "commander",
    "@sinclair/typebox",
    "docker-modem",
    "@aws-sdk/client-s3",
    "tar-stream",
    "zstddec",
    "age-encryption",
  ])("name %s with its licence", async (name) => {
    expect(await notices).toMatch(new RegExp(`\\n${name} \\d+\\.\\d+\\.\\d+\\nLicence: \\S+`));
  });

  it.each(["ssh2", "@grpc/grpc-js", "protobufjs"])("lack %s, which is not in it", async (name) => {
    expect(await notices).not.toContain(`\n${name} `);
  });
});
