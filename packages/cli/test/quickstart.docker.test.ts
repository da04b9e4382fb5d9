import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRecordingProxy } from "../../docker-driver/test/support/recording-proxy.ts";
import { hashike, output } from "./support/hashike.ts";
import { loadedFiles, tellLoadedFiles } from "./support/loaded-files.ts";
import { until } from "./support/until.ts";

const manifest = fileURLToPath(new URL("../../../examples/quickstart/my-manifest.yml", import.meta.url));

/** The quickstart's names and ports are what the original's README promises, so this file alone may use them. */
describe("the quickstart of the README, word for word", () => {
  let wasRunning = false;

  beforeAll(async () => {
    // Somebody who looks around after `npm run demo` gets his containers back.
    wasRunning = (await output("docker", "ps", "-q", "--filter", "label=hashike.name=rest-api")) !== "";
    await hashike(["delete", manifest]);
  });

  afterAll(async () => {
    await hashike([wasRunning ? "apply" : "delete", manifest]);
  });

  it("starts both containers from a file, as the original listed them", async () => {
    const { code, stdout, stderr } = await hashike(["apply", manifest]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("container web");
    const format = "{{.Names}} {{.Ports}} {{.Networks}}";
    const list = await output("docker", "container", "ls", "--filter", "label=hashike", "--format", format);
    const own = list.split("\n").filter((line) => /^(web|store) /.test(line));
    expect(own.sort()).toEqual([
      expect.stringMatching(/^store 0\.0\.0\.0:6379->6379\/tcp(, .*)? hashike$/),
      expect.stringMatching(/^web 0\.0\.0\.0:8000->80\/tcp(, .*)? hashike$/),
    ]);
  });

  it("answers on the published port", async () => {
    const page = await until(async () => (await fetch("http://localhost:8000/")).text());
    expect(page).toContain("nginx");
  });

  it("resolves the name store from web", async () => {
    expect(await output("docker", "exec", "web", "ping", "-c", "1", "store")).toContain("1 packets received");
  });

  it("has nothing to do the second time, from stdin, and writes nothing to the engine", async () => {
    await using proxy = await startRecordingProxy();
    const { code, stdout, stderr } = await hashike(["apply", "-"], {
      stdin: await readFile(manifest, "utf8"),
      env: { DOCKER_HOST: proxy.host, ...tellLoadedFiles },
    });
    expect(code).toBe(0);
    expect(stdout).toContain("nothing to do");
    // Neither what plans a change nor what explains a mistake; `operations` and `reaching` ask the registry.
    const { files } = loadedFiles(stderr);
    const further = ["operations.js", "reaching.js"];
    const expected = ["bin.js", "program.js", "handlers.js", "docker-driver.js"];
    expect(files.filter((file) => !further.includes(file))).toEqual(expected);
    expect(proxy.requests.length).toBeGreaterThan(2);
    expect(proxy.writes()).toEqual([]);
  });

  it("lists them with get, and shows what they log", async () => {
    const { stdout } = await hashike(["get", "-n", "my-project"]);
    expect(stdout).toMatch(/my-project\s+hashike\/rest-api\s+store\s+1\/1\s+running\s+0\s.*redis:alpine/);
    expect((await hashike(["logs", "store", "--tail", "50"])).stdout).toContain(
      "Ready to accept connections",
    );
  });

  it("is gone after a delete", async () => {
    expect((await hashike(["delete", manifest])).code).toBe(0);
    expect(await output("docker", "ps", "-aq", "--filter", "label=hashike.name=rest-api")).toBe("");
  });
});
