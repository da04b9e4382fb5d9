import type { ActionOutput } from "../apply/driver.ts";
import type { ContainerSpec, HookSpec } from "../desired/desired-state.ts";
import type { HashikeError } from "../errors.ts";
import { isHashikeError } from "../errors.ts";
import type { Action, ContainerRef, WaitCondition } from "../plan/steps/action.ts";
import { probeSpec } from "./builders.ts";
import {
  type ContractCase,
  type ContractHarness,
  check,
  equal,
  type World,
  withWorld,
} from "./contract-world.ts";

const sh = (script: string) => ({ kind: "exec", command: ["sh", "-c", script] }) as const;
const base = { cause: { kind: "missing" }, dependsOn: [] } as const;

function run(harness: ContractHarness, action: Action): Promise<ActionOutput> {
  const { signal } = new AbortController();
  return harness.driver.execute(action, { signal, onProgress: () => {}, outputs: new Map(), secrets: {} });
}

/** Creates and starts a container by single actions, without a plan that would judge it. */
async function start(world: World, harness: ContractHarness, spec: ContainerSpec): Promise<ContainerRef> {
  await world.apply([world.spec("web")]);
  const id = (await world.container("web"))?.imageId ?? "";
  const { name } = spec;
  const target = { kind: "container", name } as const;
  const image = { reference: spec.image, id };
  const create: Action = {
    ...base,
    id: `container.create/${name}`,
    type: "container.create",
    target,
    container: spec,
    record: "{}",
    as: name,
    image,
    ranAfter: [],
  };
  const { containerId = "" } = await run(harness, create);
  const container = { name, id: containerId };
  await run(harness, { ...base, id: `container.start/${name}`, type: "container.start", target, container });
  return container;
}

function about(type: "wait" | "hook" | "stop", container: ContainerRef) {
  const target = { kind: "container", name: container.name } as const;
  return { ...base, id: `container.${type}/${container.name}`, target, container } as const;
}

function wait(container: ContainerRef, until: WaitCondition): Action {
  return { ...about("wait", container), type: "container.wait", until };
}

const ready: WaitCondition = { kind: "ready", probes: {}, timeoutSeconds: 60 };

async function failure(doing: Promise<unknown>, code: HashikeError["code"]): Promise<HashikeError> {
  try {
    await doing;
  } catch (error) {
    if (isHashikeError(error) && error.code === code) return error;
    throw error;
  }
  throw new Error(`expected a failure with ${code}`);
}

/** What a driver must do around the start and the end of a container. */
export const probeContract: readonly ContractCase[] = [
  {
    name: "waits until a container is ready",
    run: withWorld(async (world, harness) => {
      const container = await start(world, harness, world.spec("api"));
      await run(harness, wait(container, ready));
      const succeeds = { kind: "exec", command: ["true"] } as const;
      const probe = probeSpec(succeeds, { periodSeconds: 1, timeoutSeconds: 10 });
      const probed = { ...ready, probes: { startup: probe, readiness: probe } };
      await run(harness, wait(container, probed));
      await run(harness, wait(container, { kind: "drained", seconds: 0 }));
      await run(harness, wait(container, { kind: "barrier" }));
    }),
  },
  {
    name: "tells that a container does not get ready, with what it said last",
    run: withWorld(async (world, harness) => {
      const command = ["sh", "-c", "echo out of luck; exit 3"];
      const spec = world.spec("api", { command, restartPolicy: "Never" });
      const container = await start(world, harness, spec);
      const error = await failure(run(harness, wait(container, ready)), "DRIVER_NOT_READY");
      check(error.details?.includes("out of luck") === true, "the error has the last lines", error.details);
    }),
  },
  {
    name: "runs hooks, and tells what a failing one wrote",
    run: withWorld(async (world, harness) => {
      const container = await start(world, harness, world.spec("api"));
      const hook = (run: HookSpec): Action => ({
        ...about("hook", container),
        type: "container.hook",
        hook: run,
      });
      await run(harness, hook(sh("exit 0")));
      await run(harness, hook({ kind: "sleep", seconds: 0 }));
      const error = await failure(run(harness, hook(sh("echo no way; exit 4"))), "DRIVER_HOOK_FAILED");
      check(error.details?.includes("no way") === true, "the error has the last lines", error.details);
      equal((await world.container("api"))?.state, "running", "state of the container");
    }),
  },
  {
    name: "stops a container also when its preStop fails, and says so",
    run: withWorld(async (world, harness) => {
      const container = await start(world, harness, world.spec("api"));
      const preStop = sh("echo no way; exit 4");
      const stop: Action = { ...about("stop", container), type: "container.stop", preStop };
      const { notices = [] } = await run(harness, stop);
      equal(notices.length, 1, "number of notices");
      equal((await world.container("api"))?.state, "exited", "state of the container");
      equal((await run(harness, stop)).notices ?? [], [], "notices about what does not run");
    }),
  },
];
