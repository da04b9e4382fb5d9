import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { quickstart } from "./support/manifests.ts";
import { bin, createWorkspace, testDriver, type Workspace } from "./support/workspace.ts";

/** Runs a command on a terminal of its own (util-linux's `script` makes one), and gives all that it was sent. */
function onTerminal({ folder }: Workspace, args: string): Promise<string> {
  const line = `stty cols 80 rows 24; '${process.execPath}' '${bin}' ${args} --driver '${testDriver}'`;
  return new Promise((resolve, reject) => {
    const child = spawn("script", ["-qec", line, "/dev/null"], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        SHELL: "/bin/sh",
        TERM: "xterm-256color",
        HASHIKE_TEST_ENGINE: join(folder, ".engine.json"),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let sent = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      sent += text;
    });
    child.on("error", reject);
    child.on("close", () => resolve(sent));
  });
}

describe("on a terminal", () => {
  it("the plan is coloured, what is done gets a mark, and the cursor is given back", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    const sent = await onTerminal(workspace, "apply my-manifest.yml");
    expect(sent).toContain("\u001b[32m  +\u001b[39m \u001b[1mcontainer web will be created\u001b[22m");
    expect(sent).toContain("\u001b[32m✓\u001b[39m started container web");
    expect(sent.lastIndexOf("\u001b[?25h")).toBeGreaterThan(sent.lastIndexOf("\u001b[?25l"));
    expect(sent).toMatch(/Created network hashike, containers store and web\.\r\n$/);
  });

  it("mistakes are shown in their line", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart.replace("    image: redis", "    imag: redis"));
    const sent = await onTerminal(workspace, "validate my-manifest.yml --color never");
    expect(sent).toContain(" |     imag: redis:alpine\r\n     |     ^^^^\r\n  hint: did you mean image?\r\n");
  });
});
