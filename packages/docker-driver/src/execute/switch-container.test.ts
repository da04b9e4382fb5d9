import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { executeContext, makeAction } from "../../test/support/actions.ts";
import { manualClock } from "../../test/support/manual-clock.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { EngineError } from "../engine/engine-error.ts";
import type { ExecuteEnvironment } from "./executor.ts";
import { portTurns } from "./port-turns.ts";
import { renameTurns } from "./rename-turns.ts";
import { switchContainer } from "./switch-container.ts";

interface Given {
  readonly client?: Partial<EngineClient>;
  readonly driver?: string;
  readonly ports?: number;
  readonly networks?: readonly string[];
  /** What the disconnect fails with. */
  readonly failure?: Error;
  /** How often somebody may ask about the old container before the engine is at work on it. */
  readonly asksBefore?: number;
  /** What the disconnect waits for to be answered. */
  readonly until?: "connect" | "asked";
  /** Something else of this process is under way at the engine. */
  readonly isBusy?: boolean;
}

const bound = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${80 + i}/tcp`, [{ HostPort: `${8000 + i}` }]]),
  );

/** Passes `web`'s port on, at an engine that is only told of. @returns what it did, in order */
async function passed(given: Given): Promise<{ readonly did: readonly string[]; readonly error: unknown }> {
  const did: string[] = [];
  let asks = 0;
  let isConnecting = () => {};
  let isAsked = () => {};
  const connecting = new Promise<void>((resolve) => {
    isConnecting = resolve;
  });
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  let disconnecting: Promise<unknown> | undefined;
  const inspected = {
    State: { Running: true },
    HostConfig: { PortBindings: bound(given.ports ?? 1) },
    NetworkSettings: { Networks: Object.fromEntries((given.networks ?? ["net"]).map((n) => [n, {}])) },
  };
  const client = {
    isUnixSocket: true,
    isPodman: false,
    atLeast: () => false,
    get: async (path: string) => {
      // Answers come from outside: never before what is to be done at once.
      await new Promise(setImmediate);
      if (path === "/containers/json") return [];
      if (path === "/networks/net") return { Driver: given.driver ?? "bridge", Internal: false };
      if (path !== "/containers/old/json" || disconnecting === undefined) return inspected;
      asks += 1;
      if (asks > 3) isAsked();
      if (asks <= (given.asksBefore ?? 0)) return inspected;
      if (asks === (given.asksBefore ?? 0) + 1) did.push("at work");
      await disconnecting;
      return inspected;
    },
    stream: async (path: string) => {
      if (path === "/networks/net/connect") {
        did.push("connect");
        isConnecting();
        return Readable.from([]);
      }
      did.push("disconnect");
      disconnecting =
        given.until === "connect" ? connecting : given.until === "asked" ? asked : Promise.resolve();
      await disconnecting;
      if (given.failure !== undefined) throw given.failure;
      did.push("freed");
      return Readable.from([]);
    },
    ...given.client,
  } as unknown as EngineClient;
  const action = makeAction("container.switch", "web", {
    container: { name: "Web", id: "new" },
    network: "net",
    from: { container: { name: "web", id: "old" }, network: "net" },
  });
  const turns = renameTurns(client, manualClock());
  const ports = portTurns();
  if (given.isBusy === true) void ports.beside(() => new Promise(() => {}));
  await new Promise(setImmediate);
  const error: unknown = await Promise.resolve(
    switchContainer(action, { client, turns, ports } as unknown as ExecuteEnvironment, executeContext()),
  ).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { did, error };
}

describe("container.switch", () => {
  it("connects while the disconnect is under way", async () => {
    const { did } = await passed({ until: "connect" });
    expect(did).toEqual(["disconnect", "at work", "connect", "freed"]);
  });

  it("does not before the engine is at work on the disconnect", async () => {
    const { did } = await passed({ until: "connect", asksBefore: 3 });
    expect(did).toEqual(["disconnect", "at work", "connect", "freed"]);
  });

  it("waits for the disconnect when it cannot be told whether the engine is at work", async () => {
    const { did } = await passed({ until: "asked", asksBefore: 1000 });
    expect(did).toEqual(["disconnect", "freed", "connect"]);
  });

  it.each<[string, Given]>([
    ["of several ports, one is claimed while another is not free", { ports: 2 }],
    ["ports hang on another network", { networks: ["net", "other"] }],
    ["a network is of another kind", { driver: "overlay" }],
    ["one request may overtake another", { client: { isUnixSocket: false } }],
    ["another action is at the engine's networks", { isBusy: true }],
    ["the engine is one that was not tried", { client: { atLeast: (version) => version === "1.48" } }],
  ])("waits for the disconnect where %s", async (_, given) => {
    const { did } = await passed(given);
    expect(did).toEqual(["disconnect", "freed", "connect"]);
  });

  it.each([1, 2])("claims nothing when nothing was freed (%s ports)", async (ports) => {
    const failure = new EngineError("POST", "/networks/net/disconnect", 500, "no");
    const { did, error } = await passed({ ports, failure });
    expect(did).not.toContain("connect");
    expect(error).toMatchObject({ code: "DRIVER_NETWORK_FAILED" });
  });
});
