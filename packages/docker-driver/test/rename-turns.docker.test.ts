import { afterAll, beforeAll, expect, it } from "vitest";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId } from "./support/images.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
let net: string;

beforeAll(async () => {
  own = await ownThings("turns");
  on = steps(testDriver(), await imageId(busybox));
  net = own.name("net");
  await on.run(makeAction("network.create", net, { network: { name: net, external: false } }));
});

afterAll(() => own.removeAll());

async function running(name: string): Promise<string> {
  const id = await on.create({ name, networks: [net], command: ["sleep", "600"] });
  await on.start(name, id);
  return id;
}

// Without the turns, 25 of these leave a Docker 20.10 that counts somebody on the network until it is restarted.
it("renames and departures at once leave a network that can be removed", async () => {
  const stays = await running(own.name("stays"));
  const goes = own.name("goes");
  const id = await running(goes);
  let isOver = false;
  // Each list of the networks gives the engine a new copy of its counts.
  const lists = Array.from({ length: 3 }, async () => {
    while (!isOver) await engine.json("GET", "/networks");
  });
  const departures = (async () => {
    for (let round = 0; round < 25; round += 1) {
      await on.disconnect(goes, id, net);
      await on.connect(goes, id, net);
    }
    isOver = true;
  })();
  const renames = (async () => {
    for (let round = 0; !isOver; round += 1) await on.rename("stays", stays, own.name(`stays-${round % 2}`));
  })();
  await Promise.all([departures, renames, ...lists]);
  await on.remove("stays", stays);
  await on.remove(goes, id);
  const { Containers } = await engine.json<{ Containers: object }>("GET", `/networks/${net}`);
  expect(Containers).toEqual({});
  expect(await engine.text("DELETE", `/networks/${net}`)).toMatchObject({ status: 204 });
}, 120_000);
