import { expect, it } from "vitest";
import { fastClock } from "../../../test/support/clock.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import { EngineError } from "../../engine/faults/engine-error.ts";
import { renameWhileEnding } from "./while-ending.ts";

const path = "/containers/37eb/rename";
const noSandbox = new EngineError("POST", path, 500, "sandbox 3fdd26d1 not found");

/** Refuses so many times. */
function refusing(times: number, refusal: EngineError) {
  let asked = 0;
  const post = async () => {
    asked += 1;
    if (asked <= times) throw refusal;
  };
  return { client: { post } as unknown as EngineClient, asked: () => asked };
}

const options = () => ({ clock: fastClock(), signal: new AbortController().signal });

it("a rename is tried again while the engine has no sandbox of a container that ends again and again", async () => {
  const { client, asked } = refusing(3, noSandbox);
  await renameWhileEnding(client, "37eb", "web", options());
  expect(asked()).toBe(4);
});

it("a rename is given up when the sandbox does not come back", async () => {
  await expect(renameWhileEnding(refusing(99, noSandbox).client, "37eb", "web", options())).rejects.toBe(
    noSandbox,
  );
});

it("a rename that is refused for another reason is not tried again", async () => {
  const taken = new EngineError("POST", path, 409, "the name is already in use");
  const { client, asked } = refusing(1, taken);
  await expect(renameWhileEnding(client, "37eb", "web", options())).rejects.toBe(taken);
  expect(asked()).toBe(1);
});
