import { afterAll, beforeAll, expect, it } from "vitest";
import { box, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;
beforeAll(async () => {
  app = await ownApp("after");
});
afterAll(() => app[Symbol.asyncDispose]());

const atMs = (text: string) => Date.parse(text.trim());

it("starts a container when the one that it starts after is ready, not when that one is started", async () => {
  const ready = "readinessProbe: {exec: {command: [test, -e, /ready]}, periodSeconds: 1}";
  const db = box("db", '[sh, -c, "sleep 2; touch /ready; sleep 999"]', ready);
  const web = box("web", "[sleep, '999']", "startAfter: [~db]");
  const { code, stderr } = await app.apply(["containers:", web, db]);
  expect(code, stderr).toBe(0);
  const started = atMs(await app.inspect("web", "{{.State.StartedAt}}"));
  const readyAt = Number(await app.sh("db", "stat -c %Y /ready")) * 1000;
  expect(started).toBeGreaterThanOrEqual(readyAt);
  const again = await app.plan(["containers:", web, db], "--detailed-exitcode");
  expect(again.code, again.stdout).toBe(0);
});

it("refuses a circle with its place, and creates nothing", async () => {
  await app.clear();
  const spec = [
    "containers:",
    box("a", "[sleep, '9']", "startAfter: [~b]"),
    box("b", "[sleep, '9']", "startAfter: [~a]"),
  ];
  const { code, stderr } = await app.apply(spec);
  expect(code).toBe(3);
  expect(stderr).toContain("waits for itself");
  expect(await app.containers()).toEqual([]);
});
