import { apply } from "../apply/apply.ts";
import type { Driver } from "../apply/driver.ts";
import type { ApplyResult } from "../apply/event.ts";
import type { ContainerSpec, DesiredState, Owner } from "../desired/desired-state.ts";
import { isHashikeError } from "../errors.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import { plan } from "../plan/plan.ts";
import { emptyDesiredState, planDelete } from "../plan/plan-delete.ts";
import type { Plan } from "../plan/plan-types.ts";
import { formatPlan } from "../plan/steps/format-plan.ts";
import { containerSpec, desiredState } from "./builders.ts";

/** One thing that every driver must do. `run` throws when it does not. */
export interface ContractCase {
  readonly name: string;
  run(harness: ContractHarness): Promise<void>;
}

/** What a contract case needs of an engine: the driver under test, and the hands of a stranger. */
export interface ContractHarness {
  readonly driver: Driver;
  /** Begins every name that a case makes, so that cases do not meet; at most 20 characters of `[a-z0-9-]`. */
  readonly prefix: string;
  /** An image that the engine has and that contains `sh`. */
  readonly image: string;
  /** Another such image, with another ID. */
  readonly otherImage: string;
  /** A TCP port of the engine's host that nobody uses. */
  freePort(): Promise<number>;
  readonly byHand: {
    stop(containerName: string): Promise<void>;
    pause(containerName: string): Promise<void>;
    remove(containerName: string): Promise<void>;
    disconnect(containerName: string, network: string): Promise<void>;
    /** Makes a running container, without any label of Hashike's. */
    createForeign(containerName: string): Promise<void>;
  };
}

/** Runs until it is asked to end, and ends at once then. */
const sleeper = ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done"];

export interface World {
  readonly owner: Owner;
  name(short: string): string;
  names(...short: string[]): readonly string[];
  spec(short: string, fields?: Partial<ContainerSpec>): ContainerSpec;
  init(script: string): Partial<ContainerSpec>;
  volume(short: string): ContainerSpec["mounts"][number];
  plan(specs: readonly ContainerSpec[]): Promise<Plan>;
  /** The plan as text; empty when there is nothing to do. */
  replan(specs: readonly ContainerSpec[]): Promise<string>;
  apply(specs: readonly ContainerSpec[]): Promise<ApplyResult>;
  remove(owners: readonly Owner[], volumes?: boolean): Promise<void>;
  container(short: string): Promise<ObservedContainer | undefined>;
  /** Those whose name begins with the prefix. */
  containers(): Promise<readonly ObservedContainer[]>;
  volumes(): Promise<readonly string[]>;
}

/** Gives a case a world of its own, and takes it away again whatever happens. */
export function withWorld(
  body: (world: World, harness: ContractHarness) => Promise<void>,
): (harness: ContractHarness) => Promise<void> {
  return async (harness) => {
    const world = makeWorld(harness);
    try {
      await body(world, harness);
    } finally {
      const owners = [world.owner, { ...world.owner, name: `${world.owner.name}-other` }];
      await world.remove(owners, true);
    }
  };
}

function makeWorld({ driver, prefix, image }: ContractHarness): World {
  const owner: Owner = { kind: "Hashike", namespace: "contract", name: prefix };
  const name = (short: string) => `${prefix}-${short}`;
  const desired = (specs: readonly ContainerSpec[]): DesiredState => desiredState(specs);
  const observe = () => driver.observe(desired([]));
  const world: World = {
    owner,
    name,
    names: (...short) => short.map(name).sort(),
    spec: (short, fields = {}) =>
      containerSpec({
        owner,
        image,
        command: sleeper,
        networks: [name("net")],
        stopTimeoutSeconds: 5,
        ...fields,
        name: name(short),
      }),
    init: (script) => ({ role: "init", restartPolicy: "Never", command: ["sh", "-c", script] }),
    volume: (short) => ({ type: "volume", volume: name(short), target: `/${short}`, readOnly: false }),
    plan: async (specs) => plan(desired(specs), await driver.observe(desired(specs))),
    replan: async (specs) => formatPlan(await world.plan(specs)),
    apply: async (specs) => apply(await world.plan(specs), driver),
    remove: async (owners, volumes = false) => {
      const observed = await driver.observe(emptyDesiredState(owners));
      const result = await apply(planDelete(owners, observed, { volumes }), driver);
      check(result.status === "done", "the delete is done", result);
    },
    container: async (short) => (await observe()).containers.find((c) => c.name === name(short)),
    containers: async () => (await observe()).containers.filter((c) => c.name.startsWith(`${prefix}-`)),
    volumes: async () => {
      const found = (await observe()).volumes.map((v) => v.name);
      return found.filter((v) => v.startsWith(`${prefix}-`));
    },
  };
  return world;
}

export function idOf(containers: readonly ObservedContainer[], name: string): string | undefined {
  return containers.find((c) => c.name === name)?.id;
}

export function check(holds: boolean, what: string, found?: unknown): void {
  if (!holds)
    throw new Error(`expected that ${what}${found === undefined ? "" : `: ${JSON.stringify(found)}`}`);
}

export function equal(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

export async function rejects(run: () => Promise<unknown>, code: string): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (isHashikeError(error) && error.code === code) return;
    throw error;
  }
  throw new Error(`expected a failure with ${code}`);
}
