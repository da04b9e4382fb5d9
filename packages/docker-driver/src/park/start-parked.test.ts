import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { manualClock } from "../../test/support/manual-clock.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { EngineError } from "../engine/faults/engine-error.ts";
import { startParked } from "./start-parked.ts";

interface Given {
  /** How many tries are refused because the old one has the host port. */
  readonly refused: number;
  /** How many of the starts that are not refused have their networks cleared away. */
  readonly cutOff?: number;
  readonly apiVersion?: "1.41" | "1.48";
}

/** Starts at an engine that is only told of. @returns what it was asked for, and when the clock was slept on */
async function started({ refused, cutOff = 0, apiVersion = "1.48" }: Given): Promise<readonly string[]> {
  const did: string[] = [];
  let tries = 0;
  const clock = manualClock();
  const client = {
    atLeast: (version: string) => version <= apiVersion,
    get: async () => ({
      State: { Running: true },
      NetworkSettings: { SandboxKey: tries - refused <= cutOff ? "" : "/var/run/docker/netns/1" },
    }),
    post: async (path: string) => {
      const what = path.split("/").at(-1) ?? "";
      did.push(what);
      if (what !== "start") return;
      tries += 1;
      const reason = "driver failed: Bind for 0.0.0.0:8000 failed: port is already allocated";
      if (tries <= refused) throw new EngineError("POST", path, 500, reason);
    },
    stream: async () => {
      did.push("leave");
      return Readable.from([]);
    },
  } as unknown as EngineClient;
  const sleep = async () => {
    did.push("pause");
  };
  await startParked(
    { client, clock: { ...clock, sleep } },
    { id: "new", name: "web.hashike-new", park: "park" },
    new AbortController().signal,
  );
  return did;
}

describe("the start of one that is on a park", () => {
  it("takes it off the park at once", async () => {
    expect(await started({ refused: 0 })).toEqual(["start", "leave"]);
  });

  it("is tried again at once where a refused try leaves nothing", async () => {
    expect(await started({ refused: 2, apiVersion: "1.41" })).toEqual(["start", "start", "start", "leave"]);
  });

  it("gives an engine time that clears a refused try away after its answer", async () => {
    expect(await started({ refused: 1 })).toEqual(["start", "pause", "start", "leave"]);
  });

  it("is made again where an engine took the next try for the refused one, and cut it off", async () => {
    expect(await started({ refused: 1, cutOff: 1 })).toEqual([
      ...["start", "pause", "start", "leave"],
      ...["kill", "connect", "start", "leave"],
    ]);
  });
});
