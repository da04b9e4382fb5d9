import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";

let own: OwnThings;
let folder: string;

beforeAll(async () => {
  own = await ownThings("seeds");
  folder = await mkdtemp(join(tmpdir(), "hashike-seeds-"));
  await output("docker", "network", "create", own.name("net"));
});

afterAll(async () => {
  await own.removeAll();
  await rm(folder, { recursive: true });
});

/** A manifest word for word, but for the name of the pod, its images, and what else is said. */
async function seed(name: string, others: Readonly<Record<string, string>>): Promise<string> {
  const path = fileURLToPath(new URL(`../../kubernetes/test/seeds/${name}.txt`, import.meta.url));
  let text = (await readFile(path, "utf8")).replace(`  name: ${name}\n`, `  name: ${own.name(name)}\n`);
  for (const [word, other] of Object.entries(others)) text = text.replace(word, other);
  const file = join(folder, `${name}.yml`);
  await writeFile(file, text);
  return file;
}

/** An image that is only here, whose program `docker` is a script, and that says nothing of a command. */
async function image(name: string, script: string, change = "CMD []"): Promise<string> {
  const made = own.name(name.replace(":", "-"));
  const write = `printf '%s\\n' '#!/bin/sh' '${script}' > /bin/docker; chmod +x /bin/docker`;
  await output("docker", "run", "--name", made, "hashike-test/busybox:1", "sh", "-c", write);
  await output("docker", "commit", "--change", change, made, own.name(name));
  await output("docker", "rm", made);
  return own.name(name);
}

const stay = 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done';

async function apply(file: string) {
  const applied = await hashike(["apply", "-f", file, "-n", "tests", "--network", own.name("net")]);
  expect(applied).toMatchObject({ code: 0 });
  return applied;
}

it("the pod that starts containers beside itself sees the engine's socket in the folder of the host", async () => {
  const docker = await image("docker:19.03", `test -S /var/run/docker.sock && echo $* on socket; ${stay}`);
  const file = await seed("dood", { "docker:19.03": docker });
  await apply(file);
  const pod = own.name("dood");
  expect((await hashike(["logs", pod])).stdout).toContain("run nginx:latest on socket\n");
  expect((await apply(file)).stdout).toContain("nothing to do");
  expect(await hashike(["delete", "-f", file, "-n", "tests"])).toMatchObject({ code: 0 });
});

it("the pod with an engine of its own reaches it by localhost, once it is up", async () => {
  const ask = `until wget -qO- \${DOCKER_HOST/tcp/http}/version; do sleep 0.1; done; ${stay}`;
  const docker = await image("docker:18.09", ask);
  const listen = `sleep 1; echo stand-in > /version; httpd -f -p 2375 -h / & ${stay}`;
  const daemon = await image("docker:18.09-dind", listen, 'ENTRYPOINT ["docker"]');
  // A daemon that gives no container all rights is enough for what listens in place of one.
  const others = {
    "docker:18.09-dind": daemon,
    "docker:18.09\n": `${docker}\n`,
    "privileged: true": "privileged: false",
  };
  const file = await seed("dind", others);
  await apply(file);
  const pod = own.name("dind");
  await expect.poll(async () => (await hashike(["logs", pod, "-c", "docker"])).stdout).toContain("stand-in");
  const limits = "{{.HostConfig.MemoryReservation}}";
  expect(await output("docker", "inspect", "-f", limits, `tests_${pod}_dind-daemon`)).toBe(
    String(512 * 1024 ** 2),
  );
  expect(await hashike(["delete", "-f", file, "-n", "tests"])).toMatchObject({ code: 0 });
  expect(await output("docker", "ps", "-aq", "--filter", `name=${own.prefix}`)).toBe("");
});
