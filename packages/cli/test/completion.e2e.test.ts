import { spawnSync } from "node:child_process";
import { chmod, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { quickstart } from "./support/manifests.ts";
import { bin, createWorkspace, testDriver, type Workspace } from "./support/workspace.ts";

const shellsHere = ["bash", "zsh", "fish"].filter((shell) => spawnSync(shell, ["-c", "true"]).status === 0);

describe("hashike completion", () => {
  it("finds bash, for without it nothing below would be checked", () => {
    expect(shellsHere).toContain("bash");
  });

  it.each(shellsHere)("is accepted by %s", async (shell) => {
    await using workspace = await createWorkspace();
    await workspace.write("script", (await workspace.run(["completion", shell])).stdout);
    const { status, stderr } = spawnSync(shell, ["-n", join(workspace.folder, "script")], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it.each(["zsh", "fish"])("describes commands to %s in the user's language", async (shell) => {
    await using workspace = await createWorkspace();
    expect((await workspace.run(["completion", shell])).stdout).toContain(
      "Show what apply would do, and why",
    );
    const ja = await workspace.run(["completion", shell], { env: { LANG: "ja_JP.UTF-8" } });
    expect(ja.stdout).toContain("apply が行う変更とその理由を表示します");
  });
});

/** What bash offers for a line, its last word being the one that is typed. */
async function complete(workspace: Workspace, line: string): Promise<readonly string[]> {
  await using tools = await createWorkspace();
  await chmod(bin, 0o755);
  await symlink(bin, join(tools.folder, "hashike"));
  const words = line.split(" ");
  const script = [
    'eval "$(hashike completion bash)"',
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})`,
    `COMP_CWORD=${words.length - 1}`,
    "_hashike",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join("\n");
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script], {
    cwd: workspace.folder,
    encoding: "utf8",
    env: {
      PATH: `${tools.folder}:${process.env.PATH}`,
      HASHIKE_TEST_ENGINE: join(workspace.folder, ".engine.json"),
    },
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

describe("the bash completion", () => {
  it("offers commands, options, their values and files", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    expect(await complete(workspace, "hashike ")).toEqual(
      expect.arrayContaining([
        "apply",
        "plan",
        "validate",
        "get",
        "logs",
        "delete",
        "schema",
        "completion",
        "help",
      ]),
    );
    expect(await complete(workspace, "hashike pl")).toEqual(["plan"]);
    expect(await complete(workspace, "hashike help va")).toEqual(["validate"]);
    expect(await complete(workspace, "hashike plan --de")).toEqual(["--detailed-exitcode"]);
    expect(await complete(workspace, "hashike --log-level w")).toEqual(["warn"]);
    expect(await complete(workspace, "hashike -n prod apply -o ")).toEqual(["text", "json"]);
    expect(await complete(workspace, "hashike apply my")).toEqual(["my-manifest.yml"]);
    expect(await complete(workspace, "hashike plan --network a my")).toEqual(["my-manifest.yml"]);
    expect(await complete(workspace, "hashike completion ")).toEqual(["bash", "zsh", "fish"]);
    expect(await complete(workspace, "hashike apply --network ")).toEqual([]);
    expect(await complete(workspace, "hashike im")).toEqual(["image"]);
    expect(await complete(workspace, "hashike image ")).toEqual(["push", "pull", "ls", "rm", "gc", "prune"]);
    expect(await complete(workspace, "hashike --log-level warn image gc --gr")).toEqual(["--grace-period"]);
    expect(await complete(workspace, "hashike secret ")).toEqual(["keygen", "encrypt", "decrypt"]);
    expect(await complete(workspace, "hashike image ls -o ")).toEqual(["table", "json"]);
  });

  it("offers the names of containers and volumes, of the engine that the line names", async () => {
    await using workspace = await createWorkspace();
    await workspace.engine(["apply", "-", "--quiet"], { input: quickstart });
    const line = `hashike --driver ${testDriver}`;
    expect(await complete(workspace, `${line} logs `)).toEqual(["store", "web"]);
    expect(await complete(workspace, `${line} get w`)).toEqual(["web"]);
    expect(await complete(workspace, `${line} get networks `)).toEqual(["hashike"]);
    expect(await complete(workspace, `hashike logs -n my-project --driver ${testDriver} s`)).toEqual([
      "store",
    ]);
  });
});
