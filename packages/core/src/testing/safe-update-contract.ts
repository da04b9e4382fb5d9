import type { ActionOutput, Driver } from "../apply/driver.ts";
import type { ContainerSpec, Owner } from "../desired/desired-state.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ActionType } from "../plan/action.ts";
import { desiredState } from "./builders.ts";
import { check, equal, rejects, withWorld } from "./contract-world.ts";
import type { ContractCase } from "./driver-contract.ts";

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
    name: "makes a candidate ready on a staging network, and hands it the host port",
    run: withWorld(async (world, harness) => {
      const { driver } = harness;
      const hostPort = await harness.freePort();
      const ports = [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" } as const];
      const web = world.spec("web", { ports });
      await world.apply([web]);
      const old = await seen(driver, web);
      const staging = world.name("staging");
      const network = { name: staging, external: false, stagingFor: world.owner };
      await perform(driver, "network.create", { network });
      const made = await createCandidate(driver, web, old, staging);
      const candidate = { name: `${web.name}.hashike-new`, id: made.containerId ?? "" };
      const start = () => perform(driver, "container.start", { container: candidate });
      const { engine, networks } = await driver.observe(desiredState([]));
      const found = networks.find((n) => n.name === staging);
      equal([found?.isStaging, found?.ownership], [true, { kind: "owned", owner: world.owner }], "staging");
      const networkId = found?.id ?? "";
      if (engine.claimsPortsAtStart === true) {
        await rejects(start, "DRIVER_CONTAINER_START_FAILED");
        await perform(driver, "container.remove", { container: candidate });
        await perform(driver, "network.remove", { networkId }, staging);
        return;
      }
      await start();
      const staged = await byId(driver, candidate.id);
      equal([staged.state, networksOf(staged), staged.publishedPorts], ["running", [staging], []], "staged");

      const join = { container: candidate, network: world.name("net") };
      await rejects(() => perform(driver, "container.connect", join), "DRIVER_NETWORK_FAILED");
      equal(networksOf(await byId(driver, candidate.id)), [staging], "networks after the refusal");

      const leave = { container: refTo(old), network: world.name("net") };
      await perform(driver, "container.disconnect", leave);
      await perform(driver, "container.disconnect", leave);
      await perform(driver, "container.connect", leave);
      await perform(driver, "container.disconnect", { container: candidate, network: staging });
      await perform(driver, "container.switch", { ...join, from: leave });
      const [left, taken] = [await byId(driver, old.id), await byId(driver, candidate.id)];
      equal([left.state, networksOf(left), left.publishedPorts], ["running", [], []], "the old one");
      equal(networksOf(taken), [world.name("net")], "networks of the new one");
      equal(
        taken.publishedPorts.map((p) => p.hostPort),
        [hostPort],
        "ports of the new one",
      );

      await perform(driver, "network.remove", { networkId }, staging);
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
      const about = { owner, container: "web" };
      const failed = { revision: "r1", failures: 1, reason: "not ready" };
      const notes = async (of: Owner) => (await driver.observe(desiredState([], { owners: [of] }))).revisions;
      await perform(driver, "revision.note", { note: { ...about, stagedReady: true }, failed });
      const [kept] = await notes(owner);
      const atSeconds = kept?.failed?.atSeconds;
      equal([kept?.stagedReady, kept?.failed?.revision, kept?.failed?.failures], [true, "r1", 1], "note");
      check(Number.isSafeInteger(atSeconds), "the note has a time", kept);
      await perform(driver, "revision.note", { note: { ...about, stagedReady: true } });
      const [later, ...more] = await notes(owner);
      equal([later?.stagedReady, later?.failed, more], [true, undefined, []], "the note in its place");
      equal(await notes({ ...owner, name: `${owner.name}-other` }), [], "notes of another owner");
      await perform(driver, "revision.note", { note: { ...about, stagedReady: false } });
      equal(await notes(owner), [], "notes in the end");
    }),
  },
];

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

function createCandidate(
  driver: Driver,
  spec: ContainerSpec,
  old: ObservedContainer,
  staging: string,
): Promise<ActionOutput> {
  return perform(driver, "container.create", { ...candidateFor(spec, old), onNetworks: [staging] });
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

function networksOf({ networks }: ObservedContainer): readonly string[] {
  return networks.map(({ network }) => network);
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
