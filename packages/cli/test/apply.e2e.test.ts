import { describe, expect, it } from "vitest";
import { quickstart, single } from "./support/manifests.ts";
import { createWorkspace, testDriver } from "./support/workspace.ts";

describe("hashike apply", () => {
  it("shows the plan, does it, and says what it did; a second time there is nothing to do", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    expect(await workspace.engine(["apply", "my-manifest.yml"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /container web will be created[\s\S]+Plan: 5 to create[\s\S]+waited for container web to be ready(?: \([^)]*\))?\n\nPulled images [^\n]*\. Created network hashike, containers store and web\.\n$/,
      ),
      stderr: "",
    });
    expect(await workspace.engine(["apply", "-"], { input: quickstart })).toMatchObject({
      code: 0,
      stdout: "There is nothing to do: all 5 things are as wanted.\n",
    });
  });

  it("says what changed and replaces only that", async () => {
    await using workspace = await createWorkspace();
    await workspace.engine(["apply", "-"], { input: quickstart });
    const input = quickstart.replace("value: test", "value: prod");
    const { code, stdout } = await workspace.engine(["apply", "-"], { input });
    expect(code).toBe(0);
    expect(stdout).toContain('-/+ container web will be replaced\n      env.MY_ENV: "test" -> "prod"\n');
    expect(stdout).toMatch(/\nReplaced container web\. Left 4 things alone\.\n$/);
  });

  it("goes on in another way at once when the engine cannot let the old one and the new one run", async () => {
    await using workspace = await createWorkspace();
    await workspace.engine(["apply", "-"], { input: quickstart });
    await workspace.script({ whyNoParks: "there is no macvlan" });
    const input = quickstart.replace("value: test", "value: prod");
    const { code, stdout, stderr } = await workspace.engine(["apply", "-"], { input });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      "how: the new one becomes ready beside the old one and then takes its host ports over",
    );
    expect(stdout).toMatch(
      /how: the old one is stopped first, as both use host port \d+, and there is no macvlan\n[\s\S]+\nReplaced container web\./,
    );
  });

  it("tells every time that a container does not work, with what it said last, and ends with 1", async () => {
    await using workspace = await createWorkspace();
    const input = single("web").replace("containers:", "restartPolicy: Never, containers:");
    await workspace.script({ behaviour: { web: { state: "exited", exitCode: 7, lines: ["boom"] } } });
    const first = await workspace.engine(["apply", "-"], { input });
    expect([first.code, first.stderr]).toEqual([1, expect.stringContaining("boom")]);
    const { code, stdout, stderr } = await workspace.engine(["apply", "-"], { input });
    expect(code).toBe(1);
    expect(stdout).toContain("not working: container web: ended with an error, exit code 7\n");
    expect(stdout).toContain("There is nothing to do, but 1 container does not work.\n");
    expect(stderr).toBe("error: container web: ended with an error, exit code 7\n    boom\n");
  });

  it("says why a container could not start, what was left out, and what was put back", async () => {
    await using workspace = await createWorkspace();
    await workspace.script({
      "container.start/web": {
        fail: {
          code: "DRIVER_CONTAINER_START_FAILED",
          message: "the process ended with code 1",
          details: ["nginx: [emerg] \u001b[31mno such directive"],
          hint: "look at what it logged above",
        },
      },
    });
    const { code, stdout, stderr } = await workspace.engine(["apply", "-"], { input: quickstart });
    expect(code).toBe(1);
    expect(stdout).toContain("failed: cannot start container web: the process ended with code 1\n");
    expect(stdout).toMatch(/Created network hashike, container store\.\n$/);
    expect(stderr).toBe(
      [
        "error: cannot start container web: the process ended with code 1 [DRIVER_CONTAINER_START_FAILED]",
        "    nginx: [emerg] no such directive",
        "hint: look at what it logged above",
        "put back: container web",
        "1 action failed, 1 left out because of it",
        "",
      ].join("\n"),
    );
  });

  it("with --quiet prints nothing but errors", async () => {
    await using workspace = await createWorkspace();
    expect(await workspace.engine(["apply", "-", "-q"], { input: quickstart })).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });

  it("with --dry-run shows the plan and changes nothing", async () => {
    await using workspace = await createWorkspace();
    const { stdout } = await workspace.engine(["apply", "-", "--dry-run"], { input: quickstart });
    expect(stdout).toMatch(/Plan: 5 to create[^\n]*\n$/);
    expect((await workspace.engine(["get"])).stdout).toBe("No containers.\n");
  });

  it("with -o json prints one event a line, and the result last", async () => {
    await using workspace = await createWorkspace();
    const { stdout } = await workspace.engine(["apply", "-", "-o", "json"], { input: quickstart });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.at(0)).toMatchObject({ type: "apply.started", actionCount: 9 });
    expect(lines.at(-2)).toMatchObject({ type: "apply.finished" });
    expect(lines.at(-1)).toMatchObject({
      status: "done",
      created: expect.arrayContaining([expect.objectContaining({ name: "web" })]),
    });
  });

  it("tells what it spends its time on: in the JSON result, and at --log-level debug", async () => {
    await using workspace = await createWorkspace();
    const stages = ["start", "load", "read", "parse", "observe", "plan"];
    const planned = await workspace.engine(["plan", "-", "-o", "json"], { input: quickstart });
    expect(Object.keys(JSON.parse(planned.stdout).timings)).toEqual(stages);
    const args = ["apply", "-", "-o", "json", "--log-level", "debug"];
    const { stdout, stderr } = await workspace.engine(args, { input: quickstart });
    const { timings } = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    expect(Object.keys(timings)).toEqual([...stages, "apply"]);
    expect(Object.values(timings).every((ms) => typeof ms === "number" && ms >= 0)).toBe(true);
    expect(stderr).toMatch(/\ndebug: timings: start [\d.]+ ms, load [\d.]+ ms, .*apply [\d.]+ ms\n$/);
  });

  it("tells a network failure with its cause at --log-level debug", async () => {
    await using workspace = await createWorkspace();
    const args = ["apply", "-", "--host", "nowhere"];
    const { code, stderr } = await workspace.engine(args, { input: quickstart });
    expect(code).toBe(1);
    expect(stderr).toBe(
      "error: cannot reach the engine at nowhere [DRIVER_ENGINE_UNREACHABLE]\nhint: start it\n",
    );
    const debug = await workspace.engine([...args, "--log-level", "debug"], { input: quickstart });
    expect(debug.stderr).toContain("debug: caused by Error: connect ECONNREFUSED");
  });

  it("reads sources of an imported module, and uses its drivers", async () => {
    await using workspace = await createWorkspace();
    const args = ["apply", "mem:queue", "--import-module", testDriver, "--driver", "extra"];
    expect((await workspace.run(args)).stdout).toContain("container queue will be created");
  });

  it("finishes although nobody reads what it prints", async () => {
    await using workspace = await createWorkspace();
    const { runInShell } = await import("./support/run-in-shell.ts");
    const { stdout, stderr } = await runInShell(workspace, "apply - | head -n 1", quickstart);
    expect(stdout).toBe("  + network hashike will be created\n");
    expect(stderr).toBe("");
    expect((await workspace.engine(["get", "-o", "name"])).stdout).toBe("store\nweb\n");
  });
});

describe("an interrupted apply", () => {
  const pull = "image.pull/nginx:alpine-slim";

  it("stops cleanly at the first signal, and says what it left out", async () => {
    await using workspace = await createWorkspace();
    await workspace.script({ [pull]: { hang: "until aborted" } });
    const { code, stdout, stderr } = await workspace.engine(["apply", "-"], {
      input: quickstart,
      onStdout: once("started container store", (kill) => kill("SIGINT")),
    });
    expect(code).toBe(130);
    expect(stdout).toContain("stopping: ");
    expect(stderr).toContain("(stopped)\nstopped before the end: 4 actions left out\n");
    await workspace.script({});
    expect((await workspace.engine(["apply", "-"], { input: quickstart })).stdout).toMatch(
      /Left 3 things alone\.\n$/,
    );
  });

  it("ends at once at the second", async () => {
    await using workspace = await createWorkspace();
    await workspace.script({ [pull]: { hang: "for ever" } });
    const first = once("pulling image nginx", (kill) => kill("SIGINT"));
    const second = once("stopping: ", (kill) => kill("SIGINT"));
    const { code } = await workspace.engine(["apply", "-"], {
      input: quickstart,
      onStdout: (stdout, kill) => {
        first(stdout, kill);
        second(stdout, kill);
      },
    });
    expect(code).toBe(130);
  });

  it("tells SIGTERM by another exit code", async () => {
    await using workspace = await createWorkspace();
    await workspace.script({ [pull]: { hang: "until aborted" } });
    const { code } = await workspace.engine(["apply", "-"], {
      input: quickstart,
      onStdout: once("pulling image nginx", (kill) => kill("SIGTERM")),
    });
    expect(code).toBe(143);
  });
});

describe("an apply that loses its lock", () => {
  const lost = "the lock of Hashike/my-project/rest-api is lost: it was taken over by host-1, process 4711";
  const losing = { "image.pull/nginx:alpine-slim": { loseLock: lost } };

  it("stops, and says why, and what it left out", async () => {
    await using workspace = await createWorkspace();
    await workspace.script(losing);
    const { code, stdout, stderr } = await workspace.engine(["apply", "-"], { input: quickstart });
    expect(code).toBe(1);
    expect(stdout).toContain("\nstopping: the lock is lost; what is under way is finished or put back\n");
    expect(stdout).not.toContain("again to stop at once");
    expect(stderr).toMatch(/^error: [^\n]*\nhint: apply again\nleft out: /);
    expect(stderr).toContain(`error: ${lost} [LOCK_HELD]\n`);
    expect(stderr).toMatch(/\(stopped\)\nstopped before the end: \d actions left out\n$/);
  });

  it("says so in JSON, beside what it did", async () => {
    await using workspace = await createWorkspace();
    await workspace.script(losing);
    const { code, stdout } = await workspace.engine(["apply", "-", "-o", "json"], { input: quickstart });
    expect(code).toBe(1);
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
      status: "aborted",
      error: { code: "LOCK_HELD", message: lost, hint: "apply again" },
    });
  });
});

describe("an owner that another one stands in the way of", () => {
  it("is refused before anything is changed, with the place in the manifest", async () => {
    await using workspace = await createWorkspace();
    await workspace.engine(["apply", "-"], { input: quickstart });
    await workspace.write("other.yml", single("web"));
    const { code, stdout, stderr } = await workspace.engine(["apply", "other.yml"]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(
      /^other\.yml:\d+:\d+: error: container web: .*Hashike\/my-project\/rest-api.*\[PLAN_BLOCKED\]\n/,
    );
    expect((await workspace.engine(["apply", "other.yml", "--take-over"])).code).toBe(0);
  });
});

it("a bug is told with its stack and the request to report it", async () => {
  await using workspace = await createWorkspace();
  await workspace.write(
    "broken.mjs",
    "export const createDriver = () => ({ name: 'x', execute() {}, observe() { throw new TypeError('oops'); } });",
  );
  const { code, stderr } = await workspace.run(["get", "--driver", "./broken.mjs"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: unexpected: TypeError: oops\n {4}at /);
  expect(stderr).toContain("This is a bug in Hashike");
});

/** Does something the first time that a text has come. */
function once(text: string, work: (kill: (signal: NodeJS.Signals) => void) => void) {
  let done = false;
  return (output: string, kill: (signal: NodeJS.Signals) => void) => {
    if (done || !output.includes(text)) return;
    done = true;
    work(kill);
  };
}
