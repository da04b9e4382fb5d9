import { describe, expect, it } from "vitest";
import { executeContext, makeAction } from "../../../test/support/actions.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import { EngineError } from "../../engine/faults/engine-error.ts";
import type { ExecuteEnvironment } from "../executor.ts";
import { removeNetwork } from "./remove-network.ts";

/** Removes `net`, which the engine refuses. @returns the notices */
async function refused(reason: string, containers: object) {
  const client = {
    delete: async (path: string) => {
      throw new EngineError("DELETE", path, 403, reason);
    },
    get: async () => ({ Containers: containers }),
  } as unknown as EngineClient;
  const action = makeAction("network.remove", "net", { networkId: "1" });
  const { notices } = await removeNetwork(
    action,
    { client } as unknown as ExecuteEnvironment,
    executeContext(),
  );
  return notices;
}

// As recorded from Docker 20.10.
const reason = "error while removing network: network net id 8fbcf2 has active endpoints";

describe("network.remove", () => {
  it("says that it is in use", async () => {
    expect(await refused(reason, { "2150dc": { Name: "web" } })).toEqual([
      "network net stays: it is in use again",
    ]);
  });

  it("says when the engine counts somebody who is gone", async () => {
    expect(await refused(reason, {})).toEqual([
      "network net stays: the engine counts somebody on it who is gone; it can be removed when the engine was restarted",
    ]);
  });
});
