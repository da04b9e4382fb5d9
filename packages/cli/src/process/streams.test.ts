import { getEventListeners } from "node:events";
import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { createOutput, sizeOf } from "./streams.ts";

it("drops what is written once the reader is gone", () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = createOutput(stream);
  stream.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  expect(output.closed.aborted).toBe(true);
  output.write("to nobody");
  expect(stream.writableLength).toBe(0);
});

it("does not hide other errors", () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  createOutput(stream);
  expect(() => stream.emit("error", Object.assign(new Error("no space"), { code: "ENOSPC" }))).toThrow(
    "no space",
  );
});

it("waits until a slow reader has caught up, or is gone", async () => {
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => void waiting.push(done),
  });
  const output = createOutput(stream);
  await output.drained();
  output.write("more than fits");
  let drained = false;
  const waitingForIt = output.drained().then(() => {
    drained = true;
  });
  await Promise.resolve();
  expect(drained).toBe(false);
  waiting.shift()?.();
  await waitingForIt;
  output.write("again");
  stream.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
  await output.drained();
});

it("listens once for all who wait, and no longer than they do", async () => {
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => void waiting.push(done),
  });
  const output = createOutput(stream);
  const listeners = () => [
    getEventListeners(output.closed, "abort").length,
    getEventListeners(stream, "drain").length,
  ];
  for (let round = 0; round < 3; round++) {
    output.write("more than fits");
    const all = Promise.all(Array.from({ length: 12 }, () => output.drained()));
    expect(listeners()).toEqual([1, 1]);
    waiting.shift()?.();
    await all;
    expect(listeners()).toEqual([0, 0]);
  }
});

it("takes a terminal without a size for one of 80 by 24", () => {
  expect(sizeOf({})).toEqual({ columns: 80, rows: 24 });
  expect(sizeOf({ columns: 0, rows: 0 })).toEqual({ columns: 80, rows: 24 });
  expect(sizeOf({ columns: 100, rows: 30 })).toEqual({ columns: 100, rows: 30 });
});
