import { expect, it } from "vitest";
import type { EngineClient } from "../engine/engine-client.ts";
import { EngineError } from "../engine/faults/engine-error.ts";
import { joinPark } from "./join-park.ts";

/** @param address what the container has on the park, of which the engine says that it is on it already */
function joined(address: string | undefined, isRunning = true): Promise<void> {
  const client = {
    post: async () => {
      throw new EngineError(
        "POST",
        "/networks/park/connect",
        403,
        "endpoint with name web already exists in network park",
      );
    },
    get: async () => ({
      State: { Running: isRunning },
      NetworkSettings: { Networks: address === undefined ? {} : { park: { IPAddress: address } } },
    }),
  } as unknown as EngineClient;
  return joinPark(client, "web", "park");
}

it("takes a container that is on the park already as it is", async () => {
  await expect(joined("198.18.0.2")).resolves.toBeUndefined();
  await expect(joined("", false)).resolves.toBeUndefined();
});

it("fails when the engine kept half of it, or means another container", async () => {
  await expect(joined("")).rejects.toMatchObject({ status: 403 });
  await expect(joined(undefined)).rejects.toMatchObject({ status: 403 });
});
