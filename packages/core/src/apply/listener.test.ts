import { describe, expect, it } from "vitest";
import { applyTo, changed, failOn, names, onData, running, store, web } from "../../test/applying.ts";
import { findByName } from "../testing/index.ts";
import type { ApplyEvent } from "./event.ts";

const before = [onData(web), store];
const wanted = [onData(changed), store];

/** An update of `web`, stop-first, with what a listener is told. */
async function update(onEvent: (event: ApplyEvent) => void, failing = "none") {
  const driver = await running(before, failOn(failing));
  const events: ApplyEvent[] = [];
  const executed = driver.executed.length;
  const rejected = await applyTo(driver, wanted, {
    onEvent(event) {
      events.push(event);
      onEvent(event);
    },
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { driver, events, rejected, executed: driver.executed.slice(executed) };
}

const types: readonly ApplyEvent["type"][] = [
  "apply.started",
  "action.started",
  "action.finished",
  "action.failed",
  "action.skipped",
  "undo.started",
  "undo.finished",
  "apply.finished",
];

describe("a listener that throws", () => {
  it("makes no failure of an action that was done", async () => {
    const { driver, events, rejected } = await update(({ type }) => {
      if (type === "action.finished") throw new Error("no more paper");
    });
    expect(rejected).toEqual(new Error("no more paper"));
    expect(findByName(driver.engine, "web")?.spec?.env).toEqual(changed.env);
    const last = events.at(-1);
    expect(last?.type === "apply.finished" ? names(last.result.replaced) : last).toEqual(["web"]);
  });

  it.each(types)("changes nothing of what is done, on %s", async (type) => {
    const failing = "container.wait/web";
    const quiet = await update(() => {}, failing);
    const loud = await update((event) => {
      if (event.type === type) throw new Error(type);
    }, failing);
    expect([quiet.rejected, loud.rejected]).toEqual([undefined, new Error(type)]);
    expect(loud.executed).toEqual(quiet.executed);
    expect(loud.events).toEqual(quiet.events);
    expect(quiet.events.map((e) => e.type)).toContain(type);
  });

  it("is told of everything, and its first error is thrown at the end", async () => {
    const { events, rejected } = await update(({ type }) => {
      throw new Error(type);
    });
    expect(rejected).toEqual(new Error("apply.started"));
    expect(events.at(-1)?.type).toBe("apply.finished");
  });
});
