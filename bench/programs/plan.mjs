// Reads, plans and applies so many containers, once, in a process that has done nothing before, and tells as JSON what
// processor time each stage took, in milliseconds; that of the compiler's and the garbage collector's threads counts as
// well. Usage: node --expose-gc plan.mjs SITUATION CONTAINERS
import { apply, buildDesiredState, plan, readManifests } from "../../packages/core/dist/index.js";

const [, , situation, count] = process.argv;
const took = {};

const { manifests } = measure("parse and validate", () =>
  readManifests(texts(situation === "replaced" ? 2 : 1)),
);
const desired = measure("desired state", () => buildDesiredState(manifests));
const found = situation === "new" ? observed([], []) : afterApply();
const first = measure("first plan", () => plan(desired, found));
for (let i = 0; i < 5; i += 1) plan(desired, found);
measure("plan again", () => plan(desired, found));
measure("atomic plan", () => plan(desired, found, { atomic: true }));
await apply(first, driver());
const begin = cpuNow();
await apply(first, driver());
took.runner = cpuNow() - begin;
process.stdout.write(JSON.stringify(took));

function measure(stage, work) {
  globalThis.gc();
  const before = cpuNow();
  const value = work();
  took[stage] = cpuNow() - before;
  return value;
}

function cpuNow() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function texts(version) {
  const list = Array.from(
    { length: Number(count) },
    (_, index) => `  - name: web-${index}
    image: nginx:alpine-slim
    env:
    - name: VERSION
      value: "${version}"
    - name: NUMBER
      value: "${index}"
    ports:
    - containerPort: 80
      hostPort: ${index + 1000}
`,
  );
  const text = `apiVersion: v1\nkind: Hashike\nmetadata:\n  name: many\nspec:\n  containers:\n${list.join("")}`;
  return [{ file: "many.yml", text }];
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

/**
 * What an engine would report after an apply of the first version. No plan is made for it, which would warm the
 * planner up: a record is written here as it stands in a label.
 */
function afterApply() {
  const containers = buildDesiredState(readManifests(texts(1)).manifests).containers.map((spec, index) => ({
    id: `id-${index}`,
    name: spec.name,
    ownership: { kind: "owned", owner: spec.owner },
    specName: spec.name,
    role: "main",
    record: JSON.stringify({
      env: { NUMBER: String(index), VERSION: "1" },
      image: spec.image,
      networks: spec.networks,
      ports: { "80/tcp": String(index + 1000) },
      restartPolicy: spec.restartPolicy,
      stopTimeoutSeconds: spec.stopTimeoutSeconds,
    }),
    state: "running",
    exitedZero: false,
    createdAtSeconds: 0,
    image: spec.image,
    imageId: "sha256:1",
    networks: [{ network: "hashike", networkId: "network" }],
    publishedPorts: spec.ports,
    statusText: "",
  }));
  const network = { id: "network", name: "hashike", ownership: { kind: "unowned" }, isPark: false };
  return observed(containers, [network]);
}

/** Says yes to everything at once. */
function driver() {
  return {
    name: "yes",
    observe: async () => found,
    execute: async ({ id }) => ({ containerId: id, imageId: id }),
  };
}
