import { describe, expect, it } from "vitest";
import { startWatch } from "../../test/start-watch.ts";
import { HashikeError } from "../errors.ts";
import { containerSpec, desiredState } from "../testing/builders.ts";
import type { SourceReading } from "./watch-options.ts";

const web = containerSpec({ name: "web" });
const store = containerSpec({ name: "store" });
const second = 1000;
const minute = 60 * second;

describe("the watch", () => {
  it("applies what it reads, looks once more after that, and is then at peace", async () => {
    const { clock, causes, states, took } = await startWatch([web, store]);
    expect(states()).toEqual({ web: "running", store: "running" });
    await clock.advance(59 * second);
    expect(causes()).toEqual([["sourceChanged"], ["afterApply"]]);
    expect(took("cycle.finished").map((e) => e.status)).toEqual(["done", "idle"]);
  });

  it("does nothing but read while nothing changes and nothing is told", async () => {
    const { clock, driver, reads, events } = await startWatch([web]);
    await clock.advance(2 * second);
    const [looks, told] = [driver.looks(), events.length];
    await clock.advance(4 * minute);
    expect([reads(), driver.looks()]).toEqual([5, looks]);
    expect(events.slice(told).map((e) => e.type)).toEqual(Array(4).fill("source.unchanged"));
  });

  it("looks from time to time all the same, and finds a newer image", async () => {
    const { clock, driver, causes } = await startWatch([web], { more: { lookIntervalSeconds: 120 } });
    await clock.advance(2 * second);
    causes();
    await clock.advance(4 * minute);
    expect(causes()).toEqual([["scheduled"], ["scheduled"]]);
    expect(driver.looks()).toBe(5);
  });

  it("looks at every interval when the driver tells no events", async () => {
    const { clock, causes, driver, states } = await startWatch([web], {
      driver: { events: undefined },
    });
    await clock.advance(2 * second);
    causes();
    driver.byHand.kill("web");
    await clock.advance(minute);
    expect(causes()[0]).toEqual(["scheduled"]);
    expect(states()).toEqual({ web: "running" });
  });

  it("tells what does not work, once, and when it works again", async () => {
    const { clock, driver, took, causes } = await startWatch([web], { more: { lookIntervalSeconds: 60 } });
    await clock.advance(2 * second);
    const [container] = [...driver.engine.containers.values()];
    if (container === undefined) throw new Error("web is gone");
    container.state = "restarting";
    container.exitCode = 7;
    await clock.advance(58 * second);
    expect(took("plan.troubled").map((e) => e.troubled)).toMatchObject([
      [{ target: { name: "web" }, state: "restarting", exitCode: 7 }],
    ]);
    causes();
    await clock.advance(16 * second);
    expect(causes()).toEqual([["troubled"]]);
    container.state = "running";
    await clock.advance(16 * second);
    expect(took("plan.troubled").map((e) => e.troubled)).toEqual([[]]);
    causes();
    await clock.advance(16 * second);
    expect(causes()).toEqual([]);
  });

  it("applies a change of the source at the next interval, and at once when asked to read", async () => {
    const running = await startWatch([web]);
    running.source([web, store]);
    await running.clock.advance(minute);
    expect(running.states()).toEqual({ web: "running", store: "running" });
    running.source([store]);
    running.readNow();
    await running.clock.settle();
    expect(running.states()).toEqual({ store: "running" });
  });

  it("keeps the last good state when the source fails, and says so", async () => {
    const { clock, source, driver, states, took } = await startWatch([web]);
    source(new HashikeError("SOURCE_UNREADABLE", "s3://b/k: no connection"));
    await clock.advance(minute);
    expect(took("source.failed")).toMatchObject([{ error: { code: "SOURCE_UNREADABLE" }, keeping: true }]);
    driver.byHand.remove("web");
    await clock.advance(second);
    expect(states()).toEqual({ web: "running" });
    source([web, store]);
    await clock.advance(minute);
    expect(states()).toEqual({ web: "running", store: "running" });
  });

  it("waits for a source that cannot be read at first", async () => {
    const { clock, source, states, took } = await startWatch(new Error("not yet"));
    expect(took("source.failed")).toMatchObject([{ keeping: false }]);
    source([web]);
    await clock.advance(minute);
    expect(states()).toEqual({ web: "running" });
  });

  it("heals beside a source that does not answer", async () => {
    let reads = 0;
    const read = async (): Promise<SourceReading> => {
      reads += 1;
      return reads === 1 ? { kind: "desired", desired: desiredState([web]) } : new Promise(() => {});
    };
    const { clock, driver, states } = await startWatch([], { more: { read } });
    await clock.advance(2 * minute);
    expect(reads).toBe(2);
    driver.byHand.remove("web");
    await clock.advance(second);
    expect(states()).toEqual({ web: "running" });
  });

  it("reads again after a read that was under way when it was asked to", async () => {
    const answers: ((reading: SourceReading) => void)[] = [];
    const read = () => new Promise<SourceReading>((resolve) => answers.push(resolve));
    const { clock, readNow, states } = await startWatch([], { more: { read } });
    readNow();
    await clock.settle();
    expect(answers).toHaveLength(1);
    answers[0]?.({ kind: "desired", desired: desiredState([web]) });
    await clock.settle();
    expect([answers.length, states()]).toEqual([2, { web: "running" }]);
    answers[1]?.({ kind: "unchanged" });
    await clock.advance(59 * second);
    expect(answers).toHaveLength(2);
  });

  it.each<[string, SourceReading]>([
    ["something new", { kind: "desired", desired: desiredState([web]) }],
    ["nothing new", { kind: "unchanged" }],
  ])("tells nothing after its end, when a read ends with %s only then", async (_, reading) => {
    let answer = (_reading: SourceReading) => {};
    const read = () =>
      new Promise<SourceReading>((resolve) => {
        answer = resolve;
      });
    const { clock, events, stop } = await startWatch([], { more: { read } });
    await stop();
    answer(reading);
    await clock.settle();
    expect(events.map((e) => e.type)).toEqual(["watch.started", "watch.stopped"]);
  });

  it("tells everything as plain JSON, begins with its start and ends with its end", async () => {
    const { clock, driver, events, stop } = await startWatch([web]);
    await clock.advance(2 * second);
    driver.byHand.kill("web");
    await clock.advance(5 * second);
    await stop();
    expect(events[0]?.type).toBe("watch.started");
    expect(events.at(-1)?.type).toBe("watch.stopped");
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
    expect([clock.sleepers(), driver.listeners()]).toEqual([0, 0]);
  });
});

it("replaces what has an earlier version of a file, once an apply has looked on an engine elsewhere", async () => {
  const mounting = (name: string) =>
    containerSpec({
      name,
      mounts: [{ type: "hostPath", path: "/srv/conf", pathType: "File", target: "/conf", readOnly: true }],
    });
  const { clock, driver, source, took, readNow } = await startWatch([]);
  driver.engine.isElsewhere = true;
  driver.engine.fileVersions.set("/srv/conf", { content: "1 1" });
  source([mounting("web")]);
  readNow();
  await clock.advance(2 * second);
  driver.engine.fileVersions.set("/srv/conf", { content: "2 2" });
  took("cycle.planned");
  await clock.advance(minute);
  expect(took("cycle.planned")).toEqual([]);
  source([mounting("web"), mounting("also")]);
  readNow();
  await clock.advance(minute);
  const changes = took("cycle.planned").map(({ plan }) => plan.changes);
  expect(changes.map((list) => list.map(({ target, kind }) => [target.name, kind]))).toEqual([
    [["also", "create"]],
    [["web", "replace"]],
  ]);
});
