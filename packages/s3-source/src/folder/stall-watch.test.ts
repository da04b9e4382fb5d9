import { once } from "node:events";
import { expect, it } from "vitest";
import { watchStall } from "./stall-watch.ts";

const never = 1_000_000;

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(1_000_000);
}

it("ends an upload that nobody takes", async () => {
  const { signal, stream } = watchStall(endless(), { stallMs: 1, signal: undefined });
  stream.read(1);
  await once(signal, "abort");
  expect(signal.reason).toMatchObject({ name: "TimeoutError" });
  stream.destroy();
});

it("ends an upload that is never answered", async () => {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("all of it");
  }
  const { signal, stream } = watchStall(body(), { stallMs: 1, signal: undefined });
  stream.resume();
  await once(signal, "abort");
  expect(signal.reason).toMatchObject({ name: "TimeoutError" });
});

it("ends an upload whose source fails, with the source's reason", async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("some");
    throw new Error("the export broke off");
  }
  const { signal, stream, close } = watchStall(failing(), { stallMs: never, signal: undefined });
  stream.resume();
  await once(signal, "abort");
  expect(signal.reason).toMatchObject({ message: "the export broke off" });
  close();
});
