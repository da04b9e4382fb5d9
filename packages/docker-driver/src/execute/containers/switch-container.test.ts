import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { executeContext, makeAction } from "../../../test/support/actions.ts";
import { manualClock } from "../../../test/support/manual-clock.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import { EngineError } from "../../engine/faults/engine-error.ts";
import type { ExecuteEnvironment } from "../executor.ts";
import { renameTurns } from "../quirks/rename-turns.ts";
import { switchContainer } from "./switch-container.ts";

interface Given {
  readonly isUnixSocket?: boolean;
  /** How often somebody may ask about the old container before the engine is at work on it. */
  readonly asksBefore?: number;
  /** What putting the old one on the park fails with. */
  readonly failure?: Error;
  /** The old one is put on the park only when the new one is being taken off. */
  readonly untilLeft?: boolean;
  /** How many claims come too early. */
  readonly early?: number;
  readonly isDown?: "new" | "old";
  /** The new one has the ports already. */
  readonly isDone?: boolean;
}

/** Passes a host port from `old` to `new`, at an engine that is only told of. @returns what it did, in order */
async function passed(given: Given): Promise<{ readonly did: readonly string[]; readonly error: unknown }> {
  const did: string[] = [];
  let asks = 0;
  let claims = 0;
  let isLeaving = () => {};
  const leaving = new Promise<void>((resolve) => {
    isLeaving = resolve;
  });
  let releasing: Promise<unknown> | undefined;
  const inspected = (id: string) => ({
    State: { Running: given.isDown !== id },
    HostConfig: { PortBindings: { "80/tcp": [{ HostPort: "8000" }] } },
    NetworkSettings: {
      Networks: {},
      Ports: {
        "80/tcp":
          id === "new" && (given.isDone === true || claims > (given.early ?? 0))
            ? [{ HostPort: "8000" }]
            : null,
      },
    },
  });
  const client = {
    isUnixSocket: given.isUnixSocket ?? true,
    isPodman: false,
    atLeast: () => true,
    get: async (path: string) => {
      // Answers come from outside: never before what is to be done at once.
      await new Promise(setImmediate);
      if (path === "/containers/json") return [];
      const id = path.split("/")[2] ?? "";
      if (id !== "old" || releasing === undefined) return inspected(id);
      asks += 1;
      if (asks <= (given.asksBefore ?? 0)) return inspected(id);
      if (asks === (given.asksBefore ?? 0) + 1) did.push("at work");
      await releasing;
      return inspected(id);
    },
    post: async (_: string, { body }: { body: { Container: string } }) => {
      did.push(`${body.Container} joins`);
      if (body.Container !== "old") return;
      releasing = given.untilLeft === true ? leaving : Promise.resolve();
      await releasing;
      if (given.failure !== undefined) throw given.failure;
      did.push("old has joined");
    },
    stream: async (_: string, { body }: { body: { Container: string } }) => {
      did.push(`${body.Container} leaves`);
      if (body.Container === "new") {
        claims += 1;
        isLeaving();
      }
      return Readable.from([]);
    },
  } as unknown as EngineClient;
  const action = makeAction("container.switch", "web", {
    container: { name: "Web", id: "new" },
    from: { name: "web", id: "old" },
    park: "park",
  });
  const turns = renameTurns(client, manualClock());
  const error: unknown = await Promise.resolve(
    switchContainer(action, { client, turns } as unknown as ExecuteEnvironment, executeContext()),
  ).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { did, error };
}

describe("container.switch", () => {
  it("sends the claim while the release is under way, and takes the old one off the park in the end", async () => {
    const { did, error } = await passed({ untilLeft: true, asksBefore: 3 });
    expect(error).toBeUndefined();
    expect(did).toEqual([
      "new joins",
      "old joins",
      "at work",
      "new leaves",
      "old has joined",
      "new leaves",
      "old leaves",
    ]);
  });

  it("waits for the release where one request may overtake another", async () => {
    const { did } = await passed({ isUnixSocket: false });
    expect(did).toEqual(["new joins", "old joins", "old has joined", "new leaves", "old leaves"]);
  });

  it("claims again what it claimed too early", async () => {
    const { did, error } = await passed({ isUnixSocket: false, early: 1 });
    expect(error).toBeUndefined();
    expect(did.slice(3)).toEqual(["new leaves", "new joins", "new leaves", "old leaves"]);
  });

  it("fails when the ports cannot be had, and leaves the old one where it can be gone back to", async () => {
    const { did, error } = await passed({ isUnixSocket: false, early: 99 });
    expect(error).toMatchObject({
      code: "DRIVER_NETWORK_FAILED",
      message:
        "cannot give container Web its host ports: host port 8000 is held by another program on the engine's host",
    });
    expect(did).not.toContain("old leaves");
  });

  it("claims nothing when nothing was freed", async () => {
    const failure = new EngineError("POST", "/networks/park/connect", 500, "no");
    const { did, error } = await passed({ isUnixSocket: false, failure });
    expect(did).not.toContain("new leaves");
    expect(error).toMatchObject({ code: "DRIVER_NETWORK_FAILED" });
  });

  it("takes nothing from the old one when the new one does not run", async () => {
    const { did, error } = await passed({ isDown: "new" });
    expect(error).toMatchObject({ message: "cannot give container Web its host ports: it does not run" });
    expect(did).toEqual(["new leaves"]);
  });

  it("takes nothing from anybody when it has its ports already", async () => {
    const { did, error } = await passed({ isDone: true });
    expect(error).toBeUndefined();
    expect(did).toEqual(["new leaves", "old leaves"]);
  });

  it("takes what is free when the old one does not run", async () => {
    const { did, error } = await passed({ isDown: "old" });
    expect(error).toBeUndefined();
    expect(did).toEqual(["new joins", "new leaves", "old leaves"]);
  });
});
