import { afterAll, beforeAll, expect, it } from "vitest";
import { hashike } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";
import { until } from "./support/until.ts";

let app: OwnApp;

beforeAll(async () => {
  app = await ownApp("get");
});

afterAll(() => app[Symbol.asyncDispose]());

interface Row {
  readonly name: string;
  readonly ready: boolean;
  readonly status: string;
  readonly restarts?: number;
}

it("get tells what works, and what restarts again and again, has ended with an error, or has done its work", async () => {
  const applied = await app.apply(
    [
      "containers:",
      box("idle", idling),
      box("loop", "[sh, -c, exit 7]"),
      box("failed", "[sh, -c, exit 8]", "restartPolicy: Never"),
      box("job", "['true']", "restartPolicy: OnFailure"),
    ],
    "--no-wait",
  );
  expect(applied.code, applied.stderr).toBe(0);
  const rows = await until(async () => {
    const { stdout } = await hashike(["get", "-n", "tests", "-o", "json"]);
    const all: readonly Row[] = JSON.parse(stdout);
    const own = all.filter(({ name }) => name.startsWith(app.own.prefix));
    const isSettled = own.every(
      ({ name, status, restarts = 0 }) =>
        name.endsWith("idle") || (status !== "running" && (!name.endsWith("loop") || restarts > 1)),
    );
    return own.length === 4 && isSettled ? own : undefined;
  });
  const told = rows.map(({ name, ready, status }) => [name.slice(app.own.prefix.length), ready, status]);
  expect(told.map(([name, ready]) => [name, ready])).toEqual([
    ["failed", false],
    ["idle", true],
    ["job", false],
    ["loop", false],
  ]);
  const { stdout } = await hashike(["get", "-n", "tests"]);
  const lineOf = (name: string) => stdout.split("\n").find((line) => line.includes(app.own.name(name)));
  expect(stdout).toMatch(/NAME +READY +STATUS +RESTARTS +IMAGE +PORTS +AGE\n/);
  expect(lineOf("idle")).toMatch(/ 1\/1 +running +0 /);
  expect(lineOf("failed")).toMatch(/ 0\/1 +exited \(8\) +0 /);
  expect(lineOf("job")).toMatch(/ 0\/1 +completed +0 /);
  // In the moment in which it runs, the engine does not tell what it ended with.
  expect(lineOf("loop")).toMatch(/ 0\/1 +restarting( \(exit code 7\))? +\d+ \(\d+s ago\) /);
});
