import { afterAll, beforeAll, expect, it } from "vitest";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";
import { until } from "./support/until.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("sidecar");
});

afterAll(() => app[Symbol.asyncDispose]());

/** Every time it is asked it says so in `/asked`. */
const probe =
  'restartPolicy: Always, startupProbe: {failureThreshold: 600, periodSeconds: 1, exec: {command: [sh, -c, "echo >> /asked; test -e /ready"]}}';

it("a sidecar with a probe is ready before the next one starts, and each by itself", async () => {
  const spec = [
    "initContainers:",
    box("first", idling, probe),
    box("second", idling, probe),
    "containers:",
    box("web", idling),
  ];
  const applying = await app.startApply(spec);
  for (const name of ["first", "second"]) {
    await until(async () => (Number(await app.sh(name, "wc -l < /asked")) >= 3 ? true : undefined));
    expect(await running()).toEqual(name === "first" ? ["first"] : ["first", "second"]);
    await app.sh(name, "touch /ready");
  }
  const { code, stderr } = await applying.done;
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  expect(await running()).toEqual(["first", "second", "web"]);
});

async function running(): Promise<readonly string[]> {
  const names = await app.containers();
  const states = await Promise.all(names.map((name) => app.inspect(name, "{{.State.Running}}")));
  return names.filter((_, i) => states[i] === "true");
}
