import { expect, it, vi } from "vitest";
import { likeEngine, serveOnSocket } from "../../test/connect/serve.ts";
import { openEngine } from "../engine/open-engine.ts";
import { claimVolumes } from "./claim-volumes.ts";
import { lockOwners } from "./lock-owners.ts";
import { thisProcess } from "./process-identity.ts";

const owner = { kind: "Hashike", namespace: "default", name: "shop" };
const slow = {
  code: "DRIVER_ENGINE_UNREACHABLE",
  message: expect.stringContaining("it does not answer"),
  hint: expect.stringContaining("docker version"),
};

/** An engine that says who it is, and then nothing more, seen by somebody whose time is over at once. */
async function slowEngine() {
  const endpoint = await serveOnSocket(likeEngine(() => {}));
  const client = await openEngine(endpoint, { env: {} });
  const timeOut = vi.spyOn(AbortSignal, "timeout").mockImplementation(() => {
    const controller = new AbortController();
    queueMicrotask(() => controller.abort(new DOMException("aborted due to timeout", "TimeoutError")));
    return controller.signal;
  });
  return { client, [Symbol.dispose]: () => timeOut.mockRestore() };
}

it("says that an engine is too slow when its volumes cannot be listed in time", async () => {
  using engine = await slowEngine();
  await expect(lockOwners(engine.client, [owner], { waitSeconds: 0 }, {})).rejects.toMatchObject(slow);
});

it.each(["claim", "withdraw"] as const)("says so when it cannot %s in time", async (step) => {
  using engine = await slowEngine();
  const volumes = claimVolumes({ client: engine.client, owner, token: "t", self: thisProcess() });
  await expect(volumes[step]()).rejects.toMatchObject(slow);
});
