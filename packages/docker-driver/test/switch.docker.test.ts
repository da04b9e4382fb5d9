import { afterAll, beforeAll, expect, it } from "vitest";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { busybox, imageId } from "./support/images.ts";
import { inspect } from "./support/inspect.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { testOwner } from "./support/specs.ts";

let own: OwnThings;
let on: ReturnType<typeof steps>;
let net: string;
let staging: string;

beforeAll(async () => {
  own = await ownThings("switch");
  on = steps(testDriver(), await imageId(busybox));
  net = own.name("net");
  staging = own.name("staging");
  await on.run(makeAction("network.create", net, { network: { name: net, external: false } }));
  const stagingFor = { ...testOwner, name: own.name("owner") };
  await on.run(
    makeAction("network.create", staging, { network: { name: staging, external: false, stagingFor } }),
  );
});

afterAll(() => own.removeAll());

interface Pair {
  readonly hostPort: number;
  readonly serving: { readonly name: string; readonly id: string };
  readonly waiting: { readonly name: string; readonly id: string };
}

async function pair(short: string): Promise<Pair> {
  const hostPort = await freePort();
  const ports = [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" } as const];
  const make = async (name: string, network: string) => {
    const command = ["sleep", "600"];
    const id = await on.create({ name, networks: [net], ports, command, more: { onNetworks: [network] } });
    await on.start(name, id);
    return { name, id };
  };
  const serving = await make(own.name(short), net);
  const waiting = await make(own.name(`${short}-new`), staging);
  await on.disconnect(waiting.name, waiting.id, staging);
  return { hostPort, serving, waiting };
}

// On the engines on which a claim overlaps with the release it must not overtake it, whatever else the engine is at.
it("passes many ports at once, while others come and go", async () => {
  let pairs = await Promise.all(["a", "b", "c", "d"].map(pair));
  const guest = own.name("guest");
  const guestId = await on.create({ name: guest, networks: [staging], command: ["sleep", "600"] });
  await on.start(guest, guestId);
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all([
      ...pairs.map(({ waiting, serving }) => on.switch(waiting, serving, net)),
      on.connect(guest, guestId, net).then(() => on.disconnect(guest, guestId, net)),
    ]);
    pairs = pairs.map((one) => ({ ...one, serving: one.waiting, waiting: one.serving }));
  }
  for (const { serving, hostPort } of pairs) {
    const { Ports } = (await inspect(serving.id)).NetworkSettings as Record<string, unknown>;
    expect(Ports).toMatchObject({ "80/tcp": [{ HostPort: String(hostPort) }, {}] });
  }
}, 120_000);

const rounds = Number(process.env.HASHIKE_SWITCH_ROUNDS ?? 5);
