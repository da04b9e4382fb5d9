import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { type Host, listenForInterrupts } from "./interrupt.ts";

function fakeHost() {
  const exits: number[] = [];
  const emitter = new EventEmitter();
  const host: Host = Object.assign(emitter, { exit: (code: number) => void exits.push(code) });
  return { emitter, host, exits };
}

it("aborts on the first signal and ends the process on the second", () => {
  const { emitter, host, exits } = fakeHost();
  const interrupts = listenForInterrupts(host);
  expect(interrupts.exitCode()).toBeUndefined();
  emitter.emit("SIGINT");
  expect(interrupts.signal.aborted).toBe(true);
  expect(interrupts.exitCode()).toBe(130);
  expect(exits).toEqual([]);
  emitter.emit("SIGINT");
  expect(exits).toEqual([130]);
});

it("tells SIGTERM by its own code", () => {
  const { emitter, host } = fakeHost();
  const interrupts = listenForInterrupts(host);
  emitter.emit("SIGTERM");
  expect(interrupts.exitCode()).toBe(143);
});

it("listens no longer than it is needed", () => {
  const { emitter, host } = fakeHost();
  listenForInterrupts(host).close();
  expect(emitter.eventNames()).toEqual([]);
});
