import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { hashike, hashikeBin, output } from "./support/hashike.ts";

let own: OwnThings;
let pod: string;

const forever = "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done";

beforeAll(async () => {
  own = await ownThings("exec");
  pod = own.name("two");
  const container = (name: string) => ({
    name,
    image: "hashike-test/busybox:1",
    command: ["sh", "-c", forever],
    env: [{ name: "WHO", value: name }],
  });
  const manifest = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: pod },
    spec: { containers: [container("web"), container("app")], terminationGracePeriodSeconds: 1 },
  };
  await output("docker", "network", "create", own.name("net"));
  const applied = await hashike(["apply", "-", "--quiet", "--network", own.name("net")], {
    stdin: JSON.stringify(manifest),
  });
  expect(applied).toEqual({ code: 0, stdout: "", stderr: "" });
});

afterAll(async () => {
  await own.removeAll();
});

/** Types on a terminal of its own, as soon as `seen` is. Gives all that it was sent. */
function typed(
  seen: string,
  keys: string,
  args: readonly string[],
): Promise<{ code: number | null; sent: string }> {
  const socket = process.env.HASHIKE_TEST_SOCKET;
  const line = `stty cols 91 rows 33; '${process.execPath}' '${hashikeBin}' ${args.join(" ")}`;
  const child = spawn("script", ["-qec", line, "/dev/null"], {
    env: { ...process.env, SHELL: "/bin/sh", ...(socket ? { DOCKER_HOST: `unix://${socket}` } : {}) },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let sent = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const wasSeen = sent.includes(seen);
    sent += text;
    if (!wasSeen && sent.includes(seen)) child.stdin.write(keys);
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, sent }));
  });
}

describe("exec", () => {
  it("takes the first container, keeps the streams apart and ends with the command's exit code", async () => {
    const ran = await hashike(["exec", pod, "--", "sh", "-c", 'echo "$WHO"; echo oops >&2; exit 3']);
    expect(ran).toEqual({
      code: 3,
      stdout: "web\n",
      stderr: expect.stringContaining('Defaulted container "web" out of: web, app\n'),
    });
    expect(ran.stderr).toContain("oops\n");
    expect(ran.stderr).toContain("command terminated with exit code 3\n");
  });

  it("passes on input to its end, and every byte of it", async () => {
    const stdin = "艀\n".repeat(100_000);
    const ran = await hashike(["exec", "-i", `po/${pod}`, "-c", "app", "--", "cat"], { stdin });
    expect({ ...ran, stdout: ran.stdout === stdin }).toEqual({ code: 0, stdout: true, stderr: "" });
  });

  it("a terminal has this one's size, and gets its keys, Ctrl-C too", async () => {
    // The engine takes the size only of a process that has started.
    const sized = 'until [ "$(stty size 2>&1)" = "33 91" ]; do sleep 0.1; done';
    const script = `'${sized}; trap "echo got it; exit 5" INT; echo ready; while :; do sleep 1; done'`;
    const line = ["exec", "-it", pod, "-c", "web", "--", "sh", "-c", script];
    const { code, sent } = await typed("ready", "\u0003", line);
    // Node's raw mode adds a carriage return of its own.
    expect(sent).toMatch(/^ready\r+\n\^Cgot it\r+\n/);
    expect(code).toBe(5);
  });

  it("tells a container that does not run from one that is not there", async () => {
    await output("docker", "pause", `default_${pod}_app`);
    const paused = await hashike(["exec", pod, "-c", "app", "--", "true"]);
    await output("docker", "unpause", `default_${pod}_app`);
    expect(paused).toMatchObject({ code: 1, stderr: expect.stringContaining("does not run: it is paused") });
    const none = await hashike(["exec", pod, "-c", "ap", "--", "true"]);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("did you mean app?") });
  });
});
