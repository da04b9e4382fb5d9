import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildDesiredState, plan, readManifests } from "../packages/core/dist/index.js";
import { rowsOf } from "./lib/report.mjs";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

/**
 * Core alone, in this process: texts of 1,000 and 10,000 containers, read and planned. In processor time, which what
 * else runs on the machine does not change; that of the garbage collector's threads counts as well.
 */
export async function benchPlanner({ rounds }) {
  const measured = { "1,000": [], "10,000": [] };
  for (let round = 0; round < rounds + 1; round += 1) {
    for (const [name, values] of Object.entries(measured)) values.push(stages(Number(name.replace(",", ""))));
  }
  const rows = ["parse and validate", "desired state", "plan of all new", "plan without change"].flatMap(
    (stage) => {
      // The first round is for the compiler.
      const times = Object.entries(measured).map(([name, all]) => [
        `${name} containers`,
        all.slice(1).map((s) => s[stage]),
      ]);
      return rowsOf(stage, Object.fromEntries(times), "1,000 containers");
    },
  );
  return { rows };
}

function stages(count) {
  const took = {};
  const measure = (stage, work) => {
    collectGarbage();
    const begin = process.cpuUsage();
    const value = work();
    const { user, system } = process.cpuUsage(begin);
    took[stage] = (user + system) / 1000;
    return value;
  };
  const texts = [{ file: "many.yml", text: manifest(count) }];
  const { manifests } = measure("parse and validate", () => readManifests(texts));
  const desired = measure("desired state", () => buildDesiredState(manifests));
  const first = measure("plan of all new", () => plan(desired, observed([], [])));
  const containers = first.actions.filter(({ type }) => type === "container.create").map(toObserved);
  const network = { id: "network", name: "hashike", ownership: { kind: "unowned" } };
  measure("plan without change", () => plan(desired, observed(containers, [network])));
  return took;
}

function manifest(count) {
  const list = Array.from(
    { length: count },
    (_, index) => `  - name: web-${index}
    image: nginx:alpine-slim
    env:
    - name: MY_ENV
      value: test
    - name: NUMBER
      value: "${index}"
    ports:
    - containerPort: 80
      hostPort: ${index + 1000}
`,
  );
  return `apiVersion: v1\nkind: Hashike\nmetadata:\n  name: many\nspec:\n  containers:\n${list.join("")}`;
}

function observed(containers, networks) {
  const remote = { status: "unasked" };
  return {
    engine: { description: "none", apiVersion: "1.41", updatablePaths: [], nowSeconds: 0 },
    networks,
    volumes: [],
    hostPaths: [],
    images: [{ reference: "nginx:alpine-slim", localId: "sha256:1", localDigests: [], remote }],
    containers,
    revisions: [],
  };
}

/** What an engine would report after the first apply. */
function toObserved({ container, record }, index) {
  return {
    id: `id-${index}`,
    name: container.name,
    ownership: { kind: "owned", owner: container.owner },
    specName: container.name,
    role: "main",
    record,
    state: "running",
    exitedZero: false,
    createdAtSeconds: 0,
    image: "nginx:alpine-slim",
    imageId: "sha256:1",
    networks: [{ network: "hashike", networkId: "network" }],
    publishedPorts: container.ports,
    statusText: "",
  };
}
