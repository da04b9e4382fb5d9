import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startRecordingProxy } from "../../docker-driver/test/support/recording-proxy.ts";
import { hashike, output } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;
let folder: string;

beforeAll(async () => {
  app = await ownApp("plan");
  folder = await mkdtemp(join(tmpdir(), "hashike-plan-"));
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

beforeEach(() => app.clear());

const web = (more?: string) => ["containers:", box("web", idling, more)];
const withPassword = (value: string) => web(`env: [{name: DB_PASSWORD, value: ${value}}]`);

describe("plan", () => {
  it("writes nothing to the engine", async () => {
    const words = await app.words("plan", [...web(), "volumes: [{name: ~data, emptyDir: {}}]"]);
    await using proxy = await startRecordingProxy();
    const { code, stdout } = await hashike(words, { env: { DOCKER_HOST: proxy.host } });
    expect(code).toBe(0);
    expect(stdout).toContain(`+ container ${app.own.name("web")} will be created`);
    expect(proxy.writes()).toEqual([]);
  });

  it("saved to a file is carried out later, unless something has moved, which it names", async () => {
    const saved = join(folder, "first.plan.json");
    expect((await app.plan(web(), "-o", saved)).code).toBe(0);
    expect((await hashike(["apply", saved])).code).toBe(0);
    expect(await app.inspect("web", "{{.State.Status}}")).toBe("running");

    const { code, stderr } = await hashike(["apply", saved]);
    expect(code).toBe(4);
    expect(stderr).toContain(`container ${app.own.name("web")}`);
  });

  it("keeps secrets out of the file, the output and the labels, and takes them from the manifest again", async () => {
    const saved = join(folder, "secret.plan.json");
    await app.plan(withPassword("hunter2"), "-o", saved);
    const applied = await hashike(["apply", saved]);
    expect(applied.code).toBe(0);
    expect(await app.sh("web", "echo $DB_PASSWORD")).toBe("hunter2");
    const labels = await app.inspect("web", "{{json .Config.Labels}}");
    const changed = await app.apply(withPassword("correct horse"), "-o", "json");
    const seen = [
      await output("cat", saved),
      applied.stdout,
      applied.stderr,
      labels,
      changed.stdout,
      changed.stderr,
    ];
    expect(changed.code).toBe(0);
    expect(seen.join("\n")).not.toMatch(/hunter2|correct horse/);
    expect(seen.join("\n")).toContain("env.DB_PASSWORD");
  });
});
