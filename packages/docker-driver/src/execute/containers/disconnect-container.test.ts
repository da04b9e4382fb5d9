import { describe, expect, it } from "vitest";
import { executeContext, makeAction } from "../../../test/support/actions.ts";
import { manualClock } from "../../../test/support/manual-clock.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import { EngineError } from "../../engine/faults/engine-error.ts";
import type { ExecuteEnvironment } from "../executor.ts";
import { renameTurns } from "../quirks/rename-turns.ts";
import { disconnectContainer } from "./disconnect-container.ts";

/** Takes `web` off `net`, on which it still is by what the engine tells, and is refused. */
async function refused(reason: string): Promise<unknown> {
  const client = {
    atLeast: () => false,
    get: async () => ({ NetworkSettings: { Networks: { net: {} } } }),
    stream: async (path: string) => {
      throw new EngineError("POST", path, 500, reason);
    },
  } as unknown as EngineClient;
  const action = makeAction("container.disconnect", "web", {
    container: { name: "web", id: "1" },
    network: "net",
  });
  const environment = { client, turns: renameTurns(client, manualClock()) } as unknown as ExecuteEnvironment;
  return disconnectContainer(action, environment, executeContext());
}

describe("container.disconnect", () => {
  it("takes one that somebody is removing as disconnected", async () => {
    // As recorded from Docker 20.10, where an apply was killed that was removing it.
    const reason =
      "Container 2150dc is marked for removal and cannot be connected or disconnected to the network";
    await expect(refused(reason)).resolves.toEqual({});
  });

  it("says what the engine says when it stays connected", async () => {
    await expect(refused("out of order")).rejects.toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
      message: "cannot disconnect network net from container web: out of order",
    });
  });
});
