import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { call, family, removeAll, removeNetworks } from "./engine.mjs";

const image = "nginx:alpine-slim";

/**
 * The same containers for every peer: names, ports and a network of their own, and the files that ask for them.
 * @param {number} count each with one published port
 */
export async function createStack(count) {
  const id = `${process.pid}-${randomBytes(3).toString("hex")}`;
  const prefix = `${family}${id}-`;
  const network = `${prefix}net`;
  const firstPort = await freePorts(count);
  const folder = mkdtempSync(join(tmpdir(), family));
  await call("POST", "/networks/create", { Name: network });

  const containers = Array.from({ length: count }, (_, index) => ({
    name: `${prefix}${index}`,
    image,
    env: "before",
    port: firstPort + index,
  }));
  const file = (name) => join(folder, name);
  const write = (mark) => {
    const marked = containers.map((container, index) => ({
      ...container,
      env: index === 0 ? mark : "before",
    }));
    writeFileSync(file("manifest.yml"), manifest(prefix, marked));
    writeFileSync(file("compose.yml"), composeFile(network, marked));
    writeFileSync(file("bare.json"), JSON.stringify({ network, containers: marked }));
  };
  write("before");
  return {
    prefix,
    network,
    firstPort,
    manifest: file("manifest.yml"),
    compose: file("compose.yml"),
    bare: file("bare.json"),
    project: `${family}${id}`,
    /** Changes the first container's variable, for all peers. */
    change: write,
    removeContainers: () => removeAll(prefix),
    async remove() {
      // Interrupted, what is under way may still make some.
      while ((await removeAll(prefix)) > 0);
      await removeNetworks(prefix);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function manifest(owner, containers) {
  const list = containers.map(
    ({ name, image, env, port }) => `  - name: ${name}
    image: ${image}
    imagePullPolicy: IfNotPresent
    env:
    - name: MARK
      value: ${env}
    ports:
    - containerPort: 80
      hostPort: ${port}
`,
  );
  return `apiVersion: v1
kind: Hashike
metadata:
  namespace: hkbench
  name: ${owner.replace(/-$/, "")}
spec:
  containers:
${list.join("")}`;
}

function composeFile(network, containers) {
  const list = containers.map(
    ({ name, image, env, port }) => `  ${name}:
    container_name: ${name}
    image: ${image}
    environment: { MARK: ${env} }
    ports: ["${port}:80"]
    restart: always
`,
  );
  return `services:
${list.join("")}networks:
  default:
    name: ${network}
    external: true
`;
}

/** @returns {Promise<number>} the first of as many ports in a row that nobody listens on */
async function freePorts(count) {
  for (;;) {
    const first = 20_000 + (randomBytes(2).readUInt16BE() % 9_000);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
