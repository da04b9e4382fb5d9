import { expect, it } from "vitest";
import { executeContext } from "../../../test/support/actions.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { InspectedContainer } from "../calls/inspect-container.ts";
import { waitUntilCompleted } from "./wait-until-completed.ts";

const policy = { Name: "on-failure", MaximumRetryCount: 2 };

/** What one look at the container finds. */
function look(
  RestartCount: number,
  state: "running" | "ended",
  ExitCode = 1,
  Memory = 0,
): InspectedContainer {
  const Running = state === "running";
  const State = {
    Running,
    ExitCode,
    Status: state,
    Restarting: false,
    OOMKilled: false,
    Error: "",
    StartedAt: "",
  };
  return { RestartCount, State, HostConfig: { Memory, RestartPolicy: policy } };
}

/** Waits on Podman, where looks find one after the other; the last one stays. */
function waitOnPodman(...looks: readonly InspectedContainer[]): Promise<void> {
  const queue = [...looks];
  const client = {
    isPodman: true,
    post: async () => undefined,
    get: async () => (queue.length > 1 ? queue.shift() : queue[0]),
    stream: () => Promise.reject(new Error("no logs here")),
  } as unknown as EngineClient;
  const clock = { now: () => 0, sleep: async () => {} };
  return waitUntilCompleted({ client, clock, context: executeContext(), id: "id", name: "migrate" });
}

// Podman shows a container as ended between two tries; Docker does not.
it("waits on when Podman tries again a moment later", async () => {
  await waitOnPodman(look(0, "ended"), look(0, "ended"), look(1, "running"), look(1, "ended", 0));
});

it("does not miss a try that Podman made between two looks", async () => {
  await waitOnPodman(look(0, "ended"), look(1, "ended"), look(1, "ended", 0));
});

it("ends at once after the last try", async () => {
  await expect(waitOnPodman(look(2, "ended", 3))).rejects.toMatchObject({
    code: "DRIVER_INIT_FAILED",
    message: "init container migrate exited with code 3 (3 tries)",
    details: [],
  });
});

it("ends when no further try comes, as somebody stopped it", async () => {
  await expect(waitOnPodman(look(0, "ended", 137))).rejects.toMatchObject({
    message: "init container migrate exited with code 137",
  });
});

it("takes being killed at a limit for a lack of memory, which Docker does not always hear of", async () => {
  await expect(waitOnPodman(look(2, "ended", 137, 8 << 20))).rejects.toMatchObject({
    message:
      "init container migrate probably ran out of memory (limit 8 MiB) and exited with code 137 (3 tries)",
    hint: expect.stringContaining("resources.limits.memory"),
  });
});
