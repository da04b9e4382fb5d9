import type { ActionOutput, Driver } from "../apply/driver.ts";
import type { ContainerSpec, Owner } from "../desired/desired-state.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ActionType } from "../plan/steps/action.ts";
import { desiredState } from "./builders.ts";
import {
  type ContractCase,
  type ContractHarness,
  check,
  equal,
  rejects,
  type World,
  withWorld,
} from "./contract-world.ts";

const mebibyte = 1024 * 1024;

/** The single steps that safe updates are made of. */
export const safeUpdateContract: readonly ContractCase[] = [
  {
    name: "tells settings that are not as wanted, and changes them without a restart",
    run: withWorld(async (world, { driver }) => {
      const small = world.spec("web", { resources: { memoryLimitBytes: 64 * mebibyte } });
      const large = world.spec("web", { resources: { memoryLimitBytes: 128 * mebibyte } });
      await world.apply([small]);
      const path = "resources.memoryLimitBytes";
      const { engine } = await driver.observe(desiredState([]));
      const before = await seen(driver, small);
      if (!engine.updatablePaths.includes(path)) {
        equal(before.liveDifferences, undefined, "differences on an engine that cannot update");
        return;
      }
      equal(before.liveDifferences, [], "differences from what was applied");
      const wanted = await seen(driver, large);
      equal(wanted.liveDifferences, [{ path, live: 64 * mebibyte }], "differences from what is wanted");
      await perform(driver, "container.update", { container: refTo(before), settings: large });
      const after = await seen(driver, large);
      equal([after.id, after.state], [before.id, "running"], "the container");
      equal(after.liveDifferences, [], "differences after the update");
    }),
  },
  {
    name: "creates one that the engine is not to start by itself, and says anew of one that is down what it is to do",
    run: withWorld(async (world, { driver }) => {
      const web = world.spec("web", { resources: { memoryLimitBytes: 64 * mebibyte } });
      await world.apply([web]);
      const old = await seen(driver, web);
      const { engine } = await driver.observe(desiredState([]));
      if (!engine.updatablePaths.includes("restartPolicy")) return;
      const made = await perform(driver, "container.create", { ...candidateFor(web, old), noRestart: true });
      const candidate = { name: `${web.name}.hashike-new`, id: made.containerId ?? "" };
      const start = () => perform(driver, "container.start", { container: candidate });
      const stop = () => perform(driver, "container.stop", { container: candidate });
      const update = (restartPolicy: ContainerSpec["restartPolicy"]) =>
        perform(driver, "container.update", {
          container: candidate,
          settings: { restartPolicy, role: web.role },
        });
      const differences = async () => (await byId(driver, candidate.id, web)).liveDifferences;
      const unwatched = [{ path: "restartPolicy", live: "Never" }];

      await start();
      equal(await differences(), unwatched, "differences of one created not to be started by the engine");
      await stop();
      await update(web.restartPolicy);
      await start();
      equal(await differences(), [], "differences after the update, which leaves its limits");
      await stop();
      await update("Never");
      await start();
      equal(await differences(), unwatched, "differences after it was taken back");
    }),
  },
  {
    name: "leaves one that somebody stopped as its manifest asks for, and starts it again when it was Hashike that stopped it",
    run: withWorld(async (world, { driver, byHand }) => {
      const { engine } = await driver.observe(desiredState([]));
      if (!engine.updatablePaths.includes("restartPolicy")) return;
      const web = world.spec("web", { restartPolicy: "UnlessStopped" });
      await world.apply([web]);
      const { id } = await seen(driver, web);
      const stop = () => perform(driver, "container.stop", { container: { name: web.name, id } });

      await stop();
      const text = await world.replan([web]);
      check(
        text.includes('state: "exited" -> "running"'),
        "the plan starts what a cut-off apply stopped",
        text,
      );
      await world.apply([web]);
      equal(await world.replan([web]), "", "the plan once it runs again");

      await byHand.stop(web.name);
      const left = await world.plan([web]);
      equal(left.actions, [], "actions after somebody stopped it");
      equal(
        left.notices.map(({ message }) => message),
        [`container ${web.name} was stopped by hand and stays so (restartPolicy UnlessStopped)`],
        "notices",
      );
      await world.apply([{ ...web, env: [{ name: "A", value: "1" }] }]);
      equal((await world.container("web"))?.state, "running", "the state after its manifest changed");
    }),
  },
  {
    name: "starts a candidate without its host ports, and passes them from the old one to it and back",
    run: withWorld(async (world, harness) => {
      const scene = await parkedCandidate(world, harness);
      if (scene === undefined) return;
      const { old, candidate, park, net, driver, expectAt } = scene;
      await expectAt(candidate, { ports: false, networks: [net] });
      await expectAt(old, { ports: true, networks: [net] });
      for (const [taker, giver] of [
        [candidate, old],
        [old, candidate],
        [candidate, old],
      ] as const) {
        await perform(driver, "container.switch", { container: taker, from: giver, park });
        await expectAt(taker, { ports: true, networks: [net] });
        await expectAt(giver, { ports: false, networks: [net] });
      }
      await perform(driver, "container.stop", { container: old });
      await perform(driver, "container.remove", { container: old });
      await expectAt(candidate, { ports: true, networks: [net] });
      await perform(driver, "network.remove", { networkId: park, isPark: true }, park);
      const { networks } = await driver.observe(desiredState([]));
      equal(
        networks.filter((n) => n.name.includes(park)),
        [],
        "parks in the end",
      );
    }),
  },
  {
    name: "gives a container back the host ports that it gave to one that is gone, and fails when it does not run",
    run: withWorld(async (world, harness) => {
      const scene = await parkedCandidate(world, harness);
      if (scene === undefined) return;
      const { old, candidate, park, net, driver, expectAt } = scene;
      await perform(driver, "container.switch", { container: candidate, from: old, park });
      await perform(driver, "container.remove", { container: candidate });
      await expectAt(old, { ports: false, networks: [net] });
      await perform(driver, "container.switch", { container: old, park });
      await expectAt(old, { ports: true, networks: [net] });
      await perform(driver, "container.stop", { container: old });
      await rejects(
        () => perform(driver, "container.switch", { container: old, park }),
        "DRIVER_NETWORK_FAILED",
      );
      await perform(driver, "network.remove", { networkId: park, isPark: true }, park);
    }),
  },
  {
    name: "keeps what a container is to do before it is stopped, and where it came from",
    run: withWorld(async (world, { driver }) => {
      const preStop = { kind: "exec", command: ["drain", "--now"] } as const;
      const web = world.spec("web");
      await world.apply([web]);
      const made = await perform(driver, "container.create", {
        container: { ...web, lifecycle: { preStop } },
        as: `${web.name}.hashike-new`,
        record: "{}",
        image: { reference: web.image, id: (await seen(driver, web)).imageId },
        ranAfter: [],
        source: "/srv/my-manifest.yml",
      });
      const found = await byId(driver, made.containerId ?? "");
      equal([found.preStop, found.source], [preStop, "/srv/my-manifest.yml"], "what is kept");
    }),
  },
  {
    name: "remembers what failed, for the owner alone, until it is to be forgotten",
    run: withWorld(async ({ owner }, { driver }) => {
      const note = { owner, container: "web" };
      const failed = { revision: "r1", failures: 1, reason: "not ready" };
      const notes = async (of: Owner) => (await driver.observe(desiredState([], { owners: [of] }))).revisions;
      await perform(driver, "revision.note", { note, failed });
      await perform(driver, "revision.note", { note, failed: { ...failed, failures: 2 } });
      const [kept, ...more] = await notes(owner);
      equal([kept?.failed?.revision, kept?.failed?.failures, more], ["r1", 2, []], "note");
      check(Number.isSafeInteger(kept?.failed?.atSeconds), "the note has a time", kept);
      equal(await notes({ ...owner, name: `${owner.name}-other` }), [], "notes of another owner");
      await perform(driver, "revision.note", { note });
      equal(await notes(owner), [], "notes in the end");
    }),
  },
];

/** One that holds a host port, and one that is to have it and runs without; `undefined` where engines cannot do that. */
async function parkedCandidate(world: World, harness: ContractHarness) {
  const { driver } = harness;
  const hostPort = await harness.freePort();
  const ports = [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" } as const];
  const web = world.spec("web", { ports });
  await world.apply([web]);
  const { engine } = await driver.observe(desiredState([]));
  if (engine.claimsPortsAtStart === true) return undefined;
  const observed = await seen(driver, web);
  const [park, net] = [`0-${world.name("park")}`, world.name("net")];
  const network = { name: park, external: false, park: { owner: world.owner, beside: [net] } };
  await perform(driver, "network.create", { network });
  await perform(driver, "network.create", { network });
  const { networks } = await driver.observe(desiredState([]));
  const found = networks.filter((n) => n.name.includes(park)).map((n) => [n.name, n.isPark, n.ownership]);
  equal(found, [[park, true, { kind: "owned", owner: world.owner }]], "the park");
  const made = await perform(driver, "container.create", { ...candidateFor(web, observed), park });
  const candidate = { name: `${web.name}.hashike-new`, id: made.containerId ?? "" };
  await perform(driver, "container.start", { container: candidate, park });
  const expectAt = async (
    { id, name }: { readonly id: string; readonly name: string },
    wanted: { readonly ports: boolean; readonly networks: readonly string[] },
  ) => {
    const { state, publishedPorts, networks: joined } = await byId(driver, id);
    const held = publishedPorts.map((p) => p.hostPort);
    const on = joined.map((n) => n.network).sort();
    equal(
      [state, held, on],
      ["running", wanted.ports ? [hostPort] : [], [...wanted.networks].sort()],
      `state, host ports and networks of ${name}`,
    );
  };
  return { old: refTo(observed), candidate, park, net, driver, expectAt };
}

type ActionOf<T extends ActionType> = Extract<Action, { readonly type: T }>;
type About<T extends ActionType> = Omit<ActionOf<T>, "id" | "type" | "target" | "cause" | "dependsOn">;

function perform<T extends ActionType>(
  driver: Driver,
  type: T,
  about: About<T>,
  name = "web",
): Promise<ActionOutput> {
  const base = { id: `${type}/${name}`, type, target: { kind: "container", name }, dependsOn: [] };
  const action = { ...base, cause: { kind: "missing" }, ...about } as unknown as Action;
  return driver.execute(action, {
    signal: new AbortController().signal,
    onProgress: () => {},
    outputs: new Map(),
    secrets: {},
  });
}

function candidateFor(spec: ContainerSpec, old: ObservedContainer): About<"container.create"> {
  return {
    container: spec,
    as: `${spec.name}.hashike-new`,
    record: old.record ?? "{}",
    image: { reference: spec.image, id: old.imageId },
    ranAfter: [],
  };
}

function refTo({ name, id }: ObservedContainer) {
  return { name, id };
}

/** The container of a spec, looked at with that spec as what is wanted. */
async function seen(driver: Driver, spec: ContainerSpec): Promise<ObservedContainer> {
  const { containers } = await driver.observe(desiredState([spec]));
  return required(containers.find((c) => c.name === spec.name));
}

/** @param wanted what it is compared with */
async function byId(driver: Driver, id: string, ...wanted: ContainerSpec[]): Promise<ObservedContainer> {
  const { containers } = await driver.observe(desiredState(wanted));
  return required(containers.find((c) => c.id === id));
}

function required(container: ObservedContainer | undefined): ObservedContainer {
  if (container === undefined) throw new Error("the container is not there");
  return container;
}
