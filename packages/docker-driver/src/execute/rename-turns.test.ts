import { describe, expect, it } from "vitest";
import { type ManualClock, manualClock } from "../../test/support/manual-clock.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { withRenameTurns } from "./rename-turns.ts";

interface Turns {
  readonly client: EngineClient;
  readonly clock: ManualClock;
  /** The requests that have reached the engine, in order. */
  readonly sent: readonly string[];
  /** Lets the engine answer one. */
  answer(request: string): Promise<void>;
}

/** An engine that answers a change when it is told to. */
function engineWith(given: { readonly apiVersion?: string; readonly isRunning?: boolean } = {}): Turns {
  const sent: string[] = [];
  const pending = new Map<string, () => void>();
  const change = (method: string) => (path: string) => {
    sent.push(`${method} ${path}`);
    return new Promise<never>((resolve) => {
      pending.set(`${method} ${path}`, () => resolve(undefined as never));
    });
  };
  const clock = manualClock();
  const engine = {
    isPodman: false,
    atLeast: (version: string) => (given.apiVersion ?? "1.41") >= version,
    get: async () => ({ State: { Running: given.isRunning ?? true } }),
    post: change("POST"),
    delete: change("DELETE"),
    stream: change("POST"),
  } as unknown as EngineClient;
  const answer = async (request: string) => {
    pending.get(request)?.();
    await settled();
  };
  return { client: withRenameTurns(engine, clock), clock, sent, answer };
}

/** Until nobody does anything more without an answer. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const leave = "POST /networks/net/disconnect";
const rename = "POST /containers/web/rename";

describe("a rename", () => {
  it.each<[string, (client: EngineClient) => Promise<unknown>]>([
    ["POST /networks/net/disconnect", (client) => client.stream("/networks/net/disconnect")],
    ["POST /containers/old/stop", (client) => client.post("/containers/old/stop")],
    ["POST /containers/old/restart", (client) => client.post("/containers/old/restart")],
    ["DELETE /containers/old", (client) => client.delete("/containers/old")],
  ])("waits for %s, and the next one for it", async (request, send) => {
    const { client, sent, answer } = engineWith();
    const all = [send(client), client.post("/containers/web/rename"), send(client)];
    await settled();
    expect(sent).toEqual([request]);
    await answer(request);
    expect(sent).toEqual([request, rename]);
    await answer(rename);
    expect(sent).toEqual([request, rename, request]);
    await answer(request);
    await Promise.all(all);
  });

  it("waits a second, not as long as a container is given to end", async () => {
    const { client, clock, sent, answer } = engineWith();
    const all = [client.post("/containers/old/stop"), client.post("/containers/web/rename")];
    await clock.untilSleeping();
    clock.pass(999);
    await settled();
    expect(sent).toEqual(["POST /containers/old/stop"]);
    clock.pass(1);
    await settled();
    expect(sent).toEqual(["POST /containers/old/stop", rename]);
    await answer(rename);
    await answer("POST /containers/old/stop");
    await Promise.all(all);
  });

  it("does not wait when nobody leaves, or when it is of one that does not run", async () => {
    const quiet = engineWith();
    void quiet.client.post("/containers/web/start");
    void quiet.client.delete("/volumes/data");
    void quiet.client.post("/containers/web/rename");
    await settled();
    expect(quiet.sent).toEqual(["POST /containers/web/start", "DELETE /volumes/data", rename]);
    const stopped = engineWith({ isRunning: false });
    void stopped.client.stream("/networks/net/disconnect");
    void stopped.client.post("/containers/web/rename");
    await settled();
    expect(stopped.sent).toEqual([leave, rename]);
  });

  it("that failed holds nobody up", async () => {
    const { client, sent } = engineWith();
    const broken = { ...client, isPodman: false, post: () => Promise.reject(new Error("no")) };
    const turns = withRenameTurns(broken as unknown as EngineClient, manualClock());
    await expect(turns.post("/containers/web/rename")).rejects.toThrow("no");
    void turns.stream("/networks/net/disconnect");
    await settled();
    expect(sent).toEqual([leave]);
  });

  it("needs no turn on Docker 25 and newer", async () => {
    const { client, sent } = engineWith({ apiVersion: "1.44" });
    void client.stream("/networks/net/disconnect");
    void client.post("/containers/web/rename");
    await settled();
    expect(sent).toEqual([leave, rename]);
  });
});
