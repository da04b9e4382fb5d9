import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";

let own: OwnThings;
let folder: string;

beforeAll(async () => {
  own = await ownThings("kubectl-words");
  folder = await mkdtemp(join(tmpdir(), "hashike-kubectl-words-"));
});

afterAll(async () => {
  await own.removeAll();
  await rm(folder, { recursive: true });
});

const forever = "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done";

it("get, logs and delete take a pod by the words of kubectl", async () => {
  const pod = own.name("web");
  const file = join(folder, "pod.yml");
  await writeFile(
    file,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: pod, labels: { app: "web" } },
      spec: {
        initContainers: [{ name: "first", image: "hashike-test/busybox:1", command: ["echo", "said first"] }],
        containers: [
          {
            name: "app",
            image: "hashike-test/busybox:1",
            command: ["sh", "-c", `echo said app; ${forever}`],
          },
        ],
      },
    }),
  );
  const network = own.name("net");
  await output("docker", "network", "create", network);
  const applied = await hashike(["apply", "-f", file, "-n", "tests", "--network", network]);
  expect(applied).toMatchObject({ code: 0, stderr: "" });

  const selected = ["get", "pods", "-n", "tests", "-l", "app=web", "--show-labels", "--no-headers"];
  expect((await hashike(selected)).stdout).toMatch(new RegExp(`${pod} .* app=web\n`));
  const wide = await hashike(["get", "po", pod, "-A", "-o", "wide"]);
  expect(wide.stdout).toMatch(/^NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE +IP +IMAGES\n/);
  const address = await output(
    "docker",
    "inspect",
    "-f",
    "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
    `tests_${pod}_app`,
  );
  expect(wide.stdout.split("\n")[1]?.split(/ {2,}/)).toEqual([
    "tests",
    pod,
    "1/1",
    "running",
    "0",
    expect.stringMatching(/^\d+s$/),
    address,
    "hashike-test/busybox:1",
  ]);
  expect((await hashike(["get", `pod/${pod}`, "-n", "tests", "-o", "name"])).stdout).toBe(`pod/${pod}\n`);

  expect((await hashike(["logs", `po/${pod}`, "-c", "app"])).stdout).toBe("said app\n");
  expect((await hashike(["logs", pod, "-c", "first", "--prefix"])).stdout).toBe(
    `tests_${pod}_first | said first\n`,
  );
  expect((await hashike(["logs", pod, "--all-containers"])).stdout).toContain("said first\n");
  expect(await hashike(["logs", pod, "-c", "ap"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("did you mean app?"),
  });

  expect((await hashike(["delete", "configmap", pod, "-n", "tests"])).code).toBe(1);
  expect(await hashike(["delete", "pods", pod, "-n", "tests"])).toMatchObject({ code: 0 });
  expect(await output("docker", "ps", "-aq", "--filter", `name=${own.prefix}`)).toBe("");
});

it("create keeps a Secret on the engine once, and delete forgets it", async () => {
  const name = own.name("login");
  const inTests = ["-n", "tests"];
  const create = ["create", "secret", "generic", name, "--from-literal=KEY=s3cret", ...inTests];
  expect(await hashike(create)).toMatchObject({ code: 0, stderr: "" });
  const listed = await hashike(["get", "secret", name, ...inTests, "--no-headers"]);
  expect(listed.stdout).toMatch(new RegExp(`^${name} +Opaque +1 `));
  expect(await hashike(create)).toMatchObject({
    code: 64,
    stderr: expect.stringContaining(`secret/${name} exists already in namespace tests`),
  });
  expect((await hashike(["delete", "secret", name, ...inTests])).code).toBe(0);
  expect((await hashike(["get", "secret", ...inTests])).stdout).not.toContain(name);
});
