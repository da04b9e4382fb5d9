import type { Owner, RevisionNote } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { startRecordingProxy } from "./support/recording-proxy.ts";
import { desiredState, testOwner } from "./support/specs.ts";

let own: OwnThings;
let owner: Owner;

beforeAll(async () => {
  own = await ownThings("revisions");
  owner = { ...testOwner, name: own.name("owner") };
});

afterAll(() => own.removeAll());

type Failed = Omit<NonNullable<RevisionNote["failed"]>, "atSeconds">;
interface Note {
  readonly container: string;
  readonly owner?: Owner;
  readonly failed?: Failed;
}

function keep(note: Note, { host, secrets }: { host?: string; secrets?: Record<string, string> } = {}) {
  const { failed, container } = note;
  const driver = testDriver(host === undefined ? {} : { host });
  const action = makeAction("revision.note", container, {
    note: { owner: note.owner ?? owner, container },
    ...(failed === undefined ? {} : { failed }),
  });
  return steps(driver, "").run(action, secrets === undefined ? {} : { secrets });
}

const failed: Failed = { revision: "r1", failures: 2, reason: "not ready" };
const observe = (owners = [owner]) => testDriver().observe(desiredState({ owners }));
const noteOf = async (container: string) =>
  (await observe()).revisions.filter((note) => note.container === container);
const volumes = async () => {
  const { Volumes } = await engine.json<{ Volumes: { Name: string; Labels: Record<string, string> }[] }>(
    "GET",
    "/volumes",
  );
  return Volumes.filter(({ Labels }) => Labels?.["hashike.name"] === owner.name);
};

describe("revision.note", () => {
  it("is remembered on the engine, with the engine's time", async () => {
    await using proxy = await startRecordingProxy({ aheadSeconds: 7200 });
    await keep({ container: "web", failed }, { host: proxy.host });
    const [note] = await noteOf("web");
    expect(note).toEqual({
      owner,
      container: "web",

      failed: { ...failed, atSeconds: expect.any(Number) },
    });
    expect(Math.abs((note?.failed?.atSeconds ?? 0) - 7200 - Date.now() / 1000)).toBeLessThan(60);
  });

  it("takes the place of an earlier one, and leaves those of others", async () => {
    const other = { ...owner, name: own.name("owner-other") };
    await keep({ container: "api", failed });
    await keep({ container: "api2", failed });
    await keep({ container: "api", owner: other, failed });
    await keep({ container: "api", failed: { ...failed, failures: 3 } });
    expect(await noteOf("api")).toMatchObject([{ owner, container: "api", failed: { failures: 3 } }]);
    expect((await volumes()).filter((v) => v.Labels["hashike.container"] === "api")).toHaveLength(1);
    expect(await noteOf("api2")).toHaveLength(1);
    expect((await observe([other])).revisions).toMatchObject([{ owner: other, failed: { failures: 2 } }]);
  });

  it("goes when there is nothing to remember any more", async () => {
    await keep({ container: "brief", failed });
    await keep({ container: "brief" });
    await keep({ container: "brief" });
    expect(await noteOf("brief")).toEqual([]);
    expect((await volumes()).filter((v) => v.Labels["hashike.container"] === "brief")).toEqual([]);
  });

  it("loses nothing when an apply was killed before the earlier one was removed", async () => {
    await keep({ container: "killed", failed });
    const [earlier] = (await volumes()).filter((v) => v.Labels["hashike.container"] === "killed");
    await keep({ container: "killed", failed: { ...failed, failures: 3 } });
    await engine.json("POST", "/volumes/create", { Name: earlier?.Name, Labels: earlier?.Labels });
    expect(await noteOf("killed")).toMatchObject([{ failed: { failures: 3 } }]);
    await keep({ container: "killed" });
    expect(await noteOf("killed")).toEqual([]);
  });

  it("keeps a reason on one line, short and without secrets", async () => {
    const reason = `GET http://user:pw@host/ failed:\nhunter22 ${"x".repeat(600)}`;
    await keep({ container: "secret", failed: { ...failed, reason } }, { secrets: { f: "hunter22" } });
    const kept = (await noteOf("secret"))[0]?.failed?.reason ?? "";
    expect(kept).toMatch(/^GET http:\/\/host\/ failed: \*\*\* x+\.\.\.$/);
    expect(kept.length).toBeLessThanOrEqual(500);
  });

  it("is nobody's volume", async () => {
    await keep({ container: "hidden", failed });
    const { volumes: seen } = await observe();
    const names = (await volumes()).map((v) => v.Name);
    expect(names.length).toBeGreaterThan(0);
    expect(seen.filter((v) => names.includes(v.name))).toEqual([]);
  });
});
