import { describe, expect, it } from "vitest";
import { quickstart, single } from "./support/manifests.ts";
import { createWorkspace, type RunOptions } from "./support/workspace.ts";

/** Runs one command in a folder with the quickstart's manifest. */
async function run(args: readonly string[], options?: RunOptions) {
  await using workspace = await createWorkspace();
  await workspace.write("my-manifest.yml", quickstart);
  return await workspace.run(args, options);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: there must be none
const controlCharacters = /[\u0000-\u0009\u000b-\u001f\u007f]/;

describe("hashike --version", () => {
  it.each([["--version"], ["-V"], ["apply", "--version"]])("%s prints the version alone", async (...args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+(-\S+)?\n$/);
  });
});

describe("hashike --help", () => {
  it("is in English, and in Japanese where that is spoken", async () => {
    expect((await run(["--help"])).stdout).toContain("Usage: hashike COMMAND");
    expect((await run(["apply", "--help"], { env: { LANG: "ja_JP.UTF-8" } })).stdout).toMatch(
      /^使い方: hashike apply/,
    );
    expect((await run(["help", "plan"], { env: { HASHIKE_LANG: "ja" } })).stdout).toContain("終了コード 2");
  });

  it("has no control characters off a terminal", async () => {
    expect((await run(["--help"])).stdout).not.toMatch(controlCharacters);
  });
});

describe("wrong usage", () => {
  it.each([
    [["aply", "my-manifest.yml"], "error: unknown command 'aply' [USAGE]\nhint: did you mean apply?\n"],
    [["apply"], "error: missing required argument 'FILE' [USAGE]\nhint: see `hashike apply --help`\n"],
    [[], "error: no command given [USAGE]\nhint: `hashike --help` lists the commands\n"],
    [
      ["plan", "my-manifest.yml", "-o", "yaml"],
      "error: plan has no format yaml [USAGE]\nhint: formats are text and json; for a file of that name write ./yaml\n",
    ],
    [["get", "-A", "-n", "a"], "error: --namespace and --all-namespaces exclude each other [USAGE]\n"],
    [
      ["logs", "web", "--since", "yesterday"],
      "error: --since: yesterday is no duration and no time [USAGE]\nhint: write 10m, 1h30m, or 2026-11-21T08:00:00Z\n",
    ],
    [["validate", "-", "-"], "error: standard input can be read only once [USAGE]\nhint: write `-` once\n"],
  ])("hashike %j says what to do and exits with 64", async (args, stderr) => {
    expect(await run(args)).toEqual({ code: 64, stdout: "", stderr });
  });
});

describe("hashike validate", () => {
  it("tells what a valid manifest brings up", async () => {
    expect(await run(["validate", "my-manifest.yml"])).toEqual({
      code: 0,
      stdout: "hashike/rest-api in my-project: web, store\nValid: 1 manifest, 2 containers.\n",
      stderr: "",
    });
  });

  it("reads standard input", async () => {
    expect(await run(["validate", "-", "--quiet"], { input: quickstart })).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("reads several files and folders together", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("stack/b.yml", single("bb"));
    await workspace.write("stack/a.yaml", single("aa"));
    await workspace.write("stack/c.json", JSON.stringify({ not: "read" }).replace("not", "kind"));
    await workspace.write("more.yml", `${single("cc")}---\n${single("dd")}`);
    const { code, stderr } = await workspace.run(["validate", "stack", "more.yml"]);
    expect(code).toBe(3);
    expect(stderr).toContain("stack/c.json:1:");
    await workspace.write(
      "stack/c.json",
      JSON.stringify({
        apiVersion: "v1",
        kind: "Hashike",
        metadata: { name: "ee" },
        spec: { containers: [{ name: "ee", image: "nginx" }] },
      }),
    );
    expect((await workspace.run(["validate", "stack", "more.yml"])).stdout).toContain(
      "Valid: 5 manifests, 5 containers.",
    );
  });

  it("gives one JSON value", async () => {
    const valid = await run(["validate", "my-manifest.yml", "-o", "json"]);
    expect(JSON.parse(valid.stdout)).toMatchObject({
      valid: true,
      owners: [{ name: "rest-api", containers: ["web", "store"] }],
    });
    const invalid = await run(["validate", "-", "-o", "json"], { input: "kind: Hashike\n" });
    expect(invalid.code).toBe(3);
    expect(JSON.parse(invalid.stdout)).toMatchObject({ valid: false, error: { code: "MANIFEST_INVALID" } });
  });

  it("reports ten mistakes at once, each with its place, and no control characters", async () => {
    const input = `apiVersion: v2
kind: Hashike
metadata:
  name: rest api
spec:
  restartPolicy: always
  containers:
  - name: w
    imag: nginx
    ports:
    - containerPort: 99999
      protocol: tpc
    env:
    - name: DB_PASSWORD
      valeu: hunter2
  - name: store
    image: "redis:alpine\\u001b[2J"
    imagePullPolicy: Sometimes
    volumeMounts:
    - name: nowhere
      mountPath: data
`;
    const { code, stdout, stderr } = await run(["validate", "-"], { input });
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    const places = stderr.split("\n").filter((line) => /^-:\d+:\d+: \S/.test(line));
    expect(places.length, stderr).toBeGreaterThanOrEqual(10);
    expect(stderr).toMatch(/^-:9:5: spec\.containers\[0\]\.imag: .*\n {2}hint: did you mean image\?$/m);
    expect(stderr).toMatch(/\nerror: \d+ mistakes in - \[MANIFEST_INVALID\]\n$/);
    expect(stderr).not.toMatch(controlCharacters);
    expect(stderr).not.toContain("hunter2");
  });

  it("refuses a manifest of another namespace than --namespace, at its place", async () => {
    const { code, stderr } = await run(["validate", "my-manifest.yml", "-n", "other"]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^my-manifest\.yml:4:14: metadata\.namespace: .*my-project.*other/);
  });

  it("gives manifests without a namespace the one of --namespace", async () => {
    expect((await run(["validate", "-", "-n", "prod"], { input: single("aa") })).stdout).toContain(
      "hashike/aa in prod",
    );
  });

  it("refuses an empty input", async () => {
    const { code, stderr } = await run(["validate", "-"], { input: "# nothing\n" });
    expect(code).toBe(3);
    expect(stderr).toMatch(/\[MANIFEST_/);
  });
});

describe("an address that cannot be read", () => {
  it("is named, with what to do", async () => {
    expect(await run(["apply", "gone.yml"])).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "error: gone.yml: no such file or folder [SOURCE_NOT_FOUND]\nhint: check the path; it is relative to the current folder\n",
    });
  });

  it("says which schemes there are", async () => {
    const { code, stderr } = await run(["plan", "ftp://example.com/a.yml"]);
    expect(code).toBe(64);
    expect(stderr).toContain(
      "ftp://example.com/a.yml: no source reads ftp: addresses [SOURCE_SCHEME_UNSUPPORTED]",
    );
  });

  it("is told as JSON to a script", async () => {
    const { stdout } = await run(["plan", "gone.yml", "-o", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "SOURCE_NOT_FOUND" } });
  });
});

describe("hashike schema", () => {
  it("prints the JSON Schema of manifests", async () => {
    const { code, stdout } = await run(["schema"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty("$schema");
  });
});

describe("--color", () => {
  it("is obeyed off a terminal, as are FORCE_COLOR and NO_COLOR", async () => {
    const coloured = "\u001b[";
    expect((await run(["apply", "gone.yml", "--color", "always"])).stderr).toContain(coloured);
    expect((await run(["apply", "gone.yml"], { env: { FORCE_COLOR: "1" } })).stderr).toContain(coloured);
    const both = { env: { FORCE_COLOR: "1", NO_COLOR: "1" } };
    expect((await run(["apply", "gone.yml"], both)).stderr).not.toContain(coloured);
  });
});
