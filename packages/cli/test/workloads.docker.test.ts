import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";

let own: OwnThings;
let folder: string;

beforeAll(async () => {
  own = await ownThings("workloads");
  folder = await mkdtemp(join(tmpdir(), "hashike-workloads-"));
});

afterEach(() => own.removeAll());

afterAll(() => rm(folder, { recursive: true }));

async function apply(text: string) {
  const network = own.name("net");
  const networks = await output("docker", "network", "ls", "--format", "{{.Name}}");
  if (!networks.split("\n").includes(network)) await output("docker", "network", "create", network);
  const file = join(folder, "deployment.yml");
  await writeFile(file, text);
  return hashike(["apply", file, "-n", own.name("ns"), "--network", network]);
}

/** By slot, the start of the container's ID and its image. */
async function slots(name: string): Promise<Readonly<Record<string, string>>> {
  const format = '{{.Label "hashike.pod"}} {{.ID}} {{.Image}}';
  const lines = await output("docker", "ps", "--format", format, "--filter", `label=hashike.name=${name}`);
  return Object.fromEntries(
    lines
      .split("\n")
      .filter((line) => line !== "")
      .map(
        (line) =>
          [line.split(" ")[0]?.replace(`${name}-`, "") ?? "", line.split(" ").slice(1).join(" ")] as const,
      )
      .sort(),
  );
}

it("the Deployment of a course: scaled up and down, a bad revision taken back, a pod that was removed comes back", async () => {
  const name = own.name("nginx-deployment");
  const text = (replicas: number, image = "nginx:alpine-slim") => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels:
      app: nginx
  replicas: ${replicas} # tells deployment to run ${replicas} pods matching the template
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: ${image}
        imagePullPolicy: Never
        ports:
        - containerPort: 80
`;
  expect(await apply(text(2))).toMatchObject({ code: 0 });
  const two = await slots(name);
  expect(Object.keys(two)).toEqual(["0", "1"]);
  expect(await apply(text(3))).toMatchObject({ code: 0 });
  const three = await slots(name);
  expect(three).toMatchObject(two);
  expect(Object.keys(three)).toEqual(["0", "1", "2"]);

  // It ends at once: it has no such command, and is not the web server that the pods are to be.
  const bad = await apply(text(3, "hashike-test/busybox:1"));
  expect(bad.code).toBe(1);
  expect(await slots(name)).toEqual(three);

  await output("docker", "rm", "-f", three["1"]?.split(" ")[0] ?? "");
  expect(await apply(text(3))).toMatchObject({ code: 0 });
  const back = await slots(name);
  expect(back).toEqual({ ...three, "1": back["1"] });

  const scope = ["-n", own.name("ns")];
  const table = (await hashike(["get", "deployments", ...scope])).stdout
    .split("\n")
    .map((line) => line.split(/ +/));
  expect(table[0]).toEqual(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"]);
  expect(table[1]?.slice(0, 4)).toEqual([name, "3/3", "3", "3"]);
  const pods = await hashike(["get", "pods", "-o", "name", ...scope]);
  expect(pods.stdout).toBe([0, 1, 2].map((slot) => `pod/${name}-${slot}\n`).join(""));
  expect((await hashike(["logs", `pod/${name}-2`, ...scope])).code).toBe(0);

  expect(await apply(text(1))).toMatchObject({ code: 0 });
  expect(await slots(name)).toEqual({ "0": three["0"] });
  expect(await hashike(["delete", `deployment.apps/${name}`, ...scope])).toMatchObject({ code: 0 });
  expect(await slots(name)).toEqual({});
});
