// @ts-check
// Hashike as a library: a program that brings up a web server, uses it, and removes it again.
import {
  apply,
  buildDesiredState,
  errorToData,
  formatPlan,
  parseManifests,
  plan,
  planDelete,
} from "@hashike/core";
import { createDockerDriver } from "@hashike/docker-driver";

const hostPort = 18080;

// A manifest is text, wherever it comes from. JSON is YAML, so a program need not write YAML.
const manifest = JSON.stringify({
  apiVersion: "v1",
  kind: "Hashike",
  metadata: { namespace: "hashike-example", name: "embedding" },
  spec: {
    containers: [
      {
        name: "hashike-example-web",
        image: "nginx:alpine-slim",
        ports: [{ containerPort: 80, hostPort, hostIP: "127.0.0.1" }],
        volumeMounts: [{ name: "hashike-example-pages", mountPath: "/usr/share/nginx/html" }],
      },
    ],
    volumes: [{ name: "hashike-example-pages", emptyDir: {} }],
  },
});

// The first Ctrl-C stops cleanly: nothing new is begun, and what is half done is taken back.
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());

const driver = createDockerDriver();
const desired = buildDesiredState(parseManifests(manifest, { file: "embedding" }));
let hasBegun = false;

try {
  await bringUp();
  await fetchPage();
  await bringUp(); // Everything is as wanted: the plan is empty.
} catch (error) {
  report(error);
} finally {
  // Without the signal: what was made must go, also when the program was told to stop.
  if (hasBegun) await cleanUp().catch(report);
  await driver.close?.();
}

async function bringUp() {
  const { signal } = controller;
  const thePlan = plan(desired, await driver.observe(desired, { signal }));
  for (const { message } of thePlan.notices) console.log(`notice: ${message}`);
  console.log(thePlan.actions.length === 0 ? "Nothing to do." : formatPlan(thePlan).trimEnd());
  hasBegun = true;
  throwIfFailed(await apply(thePlan, driver, { onEvent: show, signal }));
}

/**
 * Events are plain JSON, one union; a program picks those it cares for.
 * @param {import("@hashike/core").ApplyEvent} event
 */
function show(event) {
  if (event.type === "action.finished") console.log(`done: ${event.actionId}`);
  if (event.type === "action.failed") console.log(`failed: ${event.actionId}: ${event.error.message}`);
}

async function fetchPage() {
  const url = `http://127.0.0.1:${hostPort}/`;
  for (let tries = 20; ; tries -= 1) {
    const response = await fetch(url, { signal: controller.signal }).catch((cause) => cause);
    if (response instanceof Response && response.ok) {
      const title = /<title>(.*)<\/title>/.exec(await response.text())?.[1];
      console.log(`GET ${url} -> ${response.status} ${title}`);
      return;
    }
    controller.signal.throwIfAborted();
    if (tries === 0) throw new Error(`${url} does not answer`, { cause: response });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function cleanUp() {
  const removal = planDelete(desired.owners, await driver.observe(desired), { volumes: true });
  throwIfFailed(await apply(removal, driver, { onEvent: show }));
}

/**
 * `apply` does not throw for a failed action: its result tells.
 * @param {import("@hashike/core").ApplyResult} result
 */
function throwIfFailed(result) {
  if (result.status === "done") return;
  controller.signal.throwIfAborted();
  throw new Error(`${result.failed.length} actions failed, ${result.skipped.length} were skipped`);
}

/** @param {unknown} error */
function report(error) {
  process.exitCode = 1;
  if (controller.signal.aborted && error === controller.signal.reason) return console.error("stopped");
  const { message: summary, hint, diagnostics = [] } = errorToData(error);
  console.error(`error: ${summary}`);
  if (diagnostics.length > 1)
    for (const { path, message } of diagnostics) console.error(`  ${path}: ${message}`);
  if (hint !== undefined) console.error(`hint: ${hint}`);
}
