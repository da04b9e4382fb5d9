import type {
  Action,
  ActionOutput,
  ContainerSpec,
  Driver,
  ExecuteContext,
  Progress,
  WaitCondition,
} from "@hashike/core";
import { containerSpec, testOwner } from "./specs.ts";

type ActionOf<T extends Action["type"]> = Extract<Action, { readonly type: T }>;
type Base = "id" | "type" | "target" | "cause" | "dependsOn";
type About<T extends Action["type"]> = Omit<ActionOf<T>, Base>;

/** An action with what no driver looks at filled in. */
export function makeAction<T extends Action["type"]>(type: T, name: string, about: About<T>): ActionOf<T> {
  const target = { kind: "container", name } as const;
  const base = { id: `${type}/${name}`, type, target, cause: { kind: "missing" }, dependsOn: [] };
  return { ...base, ...about } as unknown as ActionOf<T>;
}

export interface Given {
  readonly signal?: AbortSignal;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly outputs?: ReadonlyMap<string, ActionOutput>;
  readonly onProgress?: (progress: Progress) => void;
}

export function executeContext(given: Given = {}): ExecuteContext {
  return {
    signal: given.signal ?? new AbortController().signal,
    secrets: given.secrets ?? {},
    outputs: given.outputs ?? new Map(),
    onProgress: given.onProgress ?? (() => {}),
  };
}

/** What of a create's action is not in the spec. */
type CreateMore = Pick<ActionOf<"container.create">, "park" | "noRestart" | "source">;

type SwitchPart = ActionOf<"container.switch">["container"];

/** Steps on real containers, each by the driver's own action. */
export function steps(driver: Driver, imageId: string) {
  const run = (action: Action, given?: Given) => driver.execute(action, executeContext(given));
  const on = (name: string, id: string) => ({ container: { name, id } });
  return {
    run,
    /** @returns the new container's ID */
    async create(
      about: Partial<ContainerSpec> & { readonly name: string; readonly more?: CreateMore },
      given?: Given,
    ): Promise<string> {
      const { containerId } = await this.createWithNotices(about, given);
      return containerId;
    },
    async createWithNotices(
      { more, ...about }: Partial<ContainerSpec> & { readonly name: string; readonly more?: CreateMore },
      given?: Given,
    ) {
      const container = containerSpec({ stopTimeoutSeconds: 1, ...about });
      const image = { reference: container.image, id: imageId };
      const action = makeAction("container.create", container.name, {
        container,
        record: "{}",
        ranAfter: [],
        as: container.name,
        image,
        ...more,
      });
      const { containerId = "", notices = [] } = await run(action, given);
      return { containerId, notices };
    },
    start: (name: string, id: string) => run(makeAction("container.start", name, on(name, id))),
    startParked: (name: string, id: string, park: string) =>
      run(makeAction("container.start", name, { ...on(name, id), park })),
    /** @returns its name */
    makePark: async (name: string, beside: readonly string[]) => {
      const network = { name, external: false, park: { owner: testOwner, beside } };
      await run(makeAction("network.create", name, { network }));
      return name;
    },
    removePark: (name: string) => run(makeAction("network.remove", name, { networkId: name, isPark: true })),
    stop: (name: string, id: string, more: Pick<ActionOf<"container.stop">, "preStop"> = {}, given?: Given) =>
      run(makeAction("container.stop", name, { ...on(name, id), ...more }), given),
    hook: (name: string, id: string, hook: ActionOf<"container.hook">["hook"], given?: Given) =>
      run(makeAction("container.hook", name, { ...on(name, id), hook }), given),
    unpause: (name: string, id: string) => run(makeAction("container.unpause", name, on(name, id))),
    remove: (name: string, id: string, withVolumes?: true) =>
      run(makeAction("container.remove", name, { ...on(name, id), ...(withVolumes && { withVolumes }) })),
    rename: (name: string, id: string, to: string) =>
      run(makeAction("container.rename", name, { ...on(name, id), to })),
    connect: (name: string, id: string, network: string) =>
      run(makeAction("container.connect", name, { ...on(name, id), network })),
    disconnect: (name: string, id: string, network: string) =>
      run(makeAction("container.disconnect", name, { ...on(name, id), network })),
    switch: (to: SwitchPart, from: SwitchPart | undefined, park: string) =>
      run(makeAction("container.switch", to.name, { container: to, park, ...(from && { from }) })),
    update: (name: string, id: string, settings: ActionOf<"container.update">["settings"]) =>
      run(makeAction("container.update", name, { ...on(name, id), settings })),
    waitReady: (
      name: string,
      id: string,
      condition: Partial<Extract<WaitCondition, { kind: "ready" }>> = {},
      { restart, ...given }: Pick<ActionOf<"container.wait">, "restart"> & Given = {},
    ) => {
      const until = { kind: "ready", probes: {}, timeoutSeconds: 30, ...condition } as const;
      const again = restart === undefined ? {} : { restart };
      return run(makeAction("container.wait", name, { ...on(name, id), until, ...again }), given);
    },
    waitCompleted: (name: string, id: string, given?: Given) =>
      run(makeAction("container.wait", name, { ...on(name, id), until: { kind: "completed" } }), given),
    waitSteady: (name: string, id: string, seconds: number, timeoutSeconds: number) =>
      run(
        makeAction("container.wait", name, {
          ...on(name, id),
          until: { kind: "steady", seconds, timeoutSeconds },
        }),
      ),
  };
}
