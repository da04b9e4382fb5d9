import type { EngineEvent } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { startRecordingProxy } from "./support/recording-proxy.ts";
import { testOwner } from "./support/specs.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;

beforeAll(async () => {
  own = await ownThings("events");
  on = steps(testDriver(), await imageId(busybox));
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
});

afterAll(() => own.removeAll());

function listen(host?: string) {
  const abort = new AbortController();
  const driver = testDriver(host === undefined ? {} : { host });
  const iterable = driver.events?.({ signal: abort.signal });
  if (iterable === undefined) throw new Error("no events");
  return { abort, events: iterable[Symbol.asyncIterator]() };
}

/** Does something again and again until the stream, which may not be open yet, has told of it. */
async function provoke(
  events: AsyncIterator<EngineEvent>,
  act: () => Promise<unknown>,
): Promise<IteratorResult<EngineEvent>> {
  let isTold = false;
  const next = events.next().finally(() => {
    isTold = true;
  });
  while (!isTold) await act();
  return next;
}

describe("events", () => {
  it("tell what happens to a container, and whose it is", async () => {
    const name = own.name("web");
    const id = await on.create({ name, networks: [own.name("net")], command: ["sleep", "600"] });
    const { abort, events } = listen();
    await provoke(events, () =>
      on.rename(name, id, name.toUpperCase()).then(() => on.rename(name, id, name)),
    );
    await on.start(name, id);
    const seen: string[] = [];
    for (;;) {
      const { value } = await events.next();
      const event: EngineEvent = value;
      if (event.container?.id !== id) continue;
      seen.push(event.action);
      expect(event.container).toMatchObject({ ownership: { kind: "owned", owner: testOwner } });
      if (event.action === "start") break;
    }
    expect(seen.at(-1)).toBe("start");
    abort.abort();
    while ((await events.next()).done !== true);
  });

  it("end when they are no longer wanted", async () => {
    const { abort, events } = listen();
    abort.abort();
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it("fail when the engine goes away", async () => {
    const proxy = await startRecordingProxy();
    const name = own.name("away");
    const id = await on.create({ name, networks: [own.name("net")], command: ["sleep", "600"] });
    const { events } = listen(proxy.host);
    await provoke(events, () =>
      on.rename(name, id, name.toUpperCase()).then(() => on.rename(name, id, name)),
    );
    await proxy.close();
    const drained = (async () => {
      while ((await events.next()).done !== true);
    })();
    await expect(drained).rejects.toMatchObject({ code: "DRIVER_ENGINE_UNREACHABLE" });
  });
});
