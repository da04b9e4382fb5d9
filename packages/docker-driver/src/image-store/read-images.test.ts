import { expect, it } from "vitest";
import { EngineError } from "../engine/faults/engine-error.ts";
import type { Clock } from "../execute/clock.ts";
import { readImages } from "./read-images.ts";

const clock: Clock = { now: () => 0, sleep: async () => {} };

/** Reads, which fail first. */
function reads(...failures: readonly unknown[]) {
  let asked = 0;
  const read = async () => {
    const failure = failures[asked++];
    if (failure !== undefined) throw failure;
    return "images";
  };
  return { answer: readImages(read, { clock }), asked: () => asked };
}

const changed = new EngineError(
  "GET",
  "/images/web:1/json",
  500,
  "consistency error: data changed during operation, retry",
);
const goes = new EngineError(
  "GET",
  "/images/json",
  404,
  `rpc error: code = NotFound desc = content digest sha256:${"e".repeat(64)}: not found`,
);
const missing = new EngineError("GET", "/images/web:1/json", 404, "No such image: web:1");

it("asks again while another image comes or goes", async () => {
  const { answer, asked } = reads(changed, goes);
  expect(await answer).toBe("images");
  expect(asked()).toBe(3);
});

it("passes on every other answer at once", async () => {
  for (const failure of [missing, new Error("socket hang up")]) {
    const { answer, asked } = reads(failure);
    await expect(answer).rejects.toBe(failure);
    expect(asked()).toBe(1);
  }
});

it("gives up in the end", async () => {
  const { answer, asked } = reads(...Array.from({ length: 9 }, () => goes));
  await expect(answer).rejects.toBe(goes);
  expect(asked()).toBe(5);
});
