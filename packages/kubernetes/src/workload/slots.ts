import {
  type AppliedObject,
  type ContainerSpec,
  type Contribution,
  defaultUpdate,
  ownerKey,
  type UpdateSpec,
  type World,
} from "@hashike/core/kinds";
import { buildPod } from "../pod/build-pod.ts";
import type { PodMetadata } from "../pod/pod-place.ts";
import type { PodSpec } from "../pod/pod-spec-schema.ts";
import type { PodTemplate } from "./template-schema.ts";

/** One of the pods of a workload, which keeps its name and its place. */
export interface Slot {
  readonly name: string;
  /** What controllers of Kubernetes put on it besides the template's labels. */
  readonly labels?: Readonly<Record<string, string>>;
  /** With what is this slot's alone. Left out: the template's. */
  readonly spec?: PodSpec;
}

export interface Slots {
  readonly template: PodTemplate;
  /** In the order of their numbers. */
  readonly slots: readonly Slot[];
  readonly update?: Partial<UpdateSpec>;
  /** Whether a pod is created only when those with lower numbers are ready, and the last one goes first. */
  readonly isOrdered?: boolean;
  readonly rolling?: Rolling;
}

/** In what order pods are replaced. Left out: all of them at once. */
export interface Rolling {
  readonly from: "first" | "last";
  /** How many change at once, where new pods run beside old ones, and where these stop first. */
  readonly atOnce: { readonly beside: number; readonly stopFirst: number };
}

/** The pods of a workload, and in what order they come and go. */
export function contributeSlots(object: AppliedObject, world: World, workload: Slots): Contribution {
  const { template, slots, isOrdered = false, rolling, update = {} } = workload;
  refuseSharedHost(object, world, workload);
  const pods = slots.map((slot) => buildSlot(slot, object, world, workload));
  const parts: Contribution = {
    containers: pods.flatMap(({ containers = [] }) => containers),
    volumes: pods.flatMap(({ volumes = [] }) => volumes),
    hostPaths: pods.flatMap(({ hostPaths = [] }) => hostPaths),
    images: pods.flatMap(({ images = [] }) => images),
  };
  const stopsFirst = update.stopFirst !== undefined || pods.some((pod) => stopsItself(pod, template.spec));
  const names = pods.map(({ containers = [] }) => containers.map(({ name }) => name));
  const size = rolling === undefined ? pods.length : rolling.atOnce[stopsFirst ? "stopFirst" : "beside"];
  const places = names.map((own, index) => ({
    own,
    create: isOrdered ? (names[index - 1] ?? []) : [],
    replace:
      rolling?.from === "last"
        ? window(names.toReversed(), names.length - 1 - index, size)
        : window(names, index, size),
  }));
  const turns = new Map(
    places.flatMap(({ own, create, replace }) =>
      create.length + replace.length === 0 ? [] : own.map((name) => [name, { create, replace }] as const),
    ),
  );
  return {
    ...parts,
    containers: parts.containers?.map((container) => inTurn(container, turns.get(container.name))) ?? [],
    scaling: { [ownerKey(object.owner)]: isOrdered ? "lastFirst" : "together" },
  };
}

/** Where all are on the host's network, as a command can say, several pods cannot listen on one port. */
function refuseSharedHost(
  { source }: AppliedObject,
  { isOnHostNetwork, outside }: World,
  { template: { spec }, slots }: Slots,
): void {
  if (!isOnHostNetwork || spec.hostNetwork !== undefined || slots.length < 2) return;
  const index = spec.containers.findIndex(({ ports = [] }) => ports.length > 0);
  if (index < 0) return;
  outside.refuse(
    { source, path: ["spec", "template", "spec", "containers", index, "ports"] },
    "are ports of the host with --network host, and there are several pods",
    "write replicas: 1, or hostNetwork: false in the template",
  );
}

/** The names of as many as change at once, right before them: when those are done, so are all before. */
function window(names: readonly (readonly string[])[], index: number, size: number): readonly string[] {
  return names.slice(Math.max(0, index - 2 * size + 1), Math.max(0, index - size + 1)).flat();
}

function inTurn(container: ContainerSpec, turn: UpdateSpec["turn"]): ContainerSpec {
  return turn === undefined ? container : { ...container, update: { ...container.update, turn } };
}

function buildSlot(
  { name, labels = {}, spec }: Slot,
  object: AppliedObject,
  world: World,
  { template, update }: Slots,
): Contribution {
  const { labels: own = {}, annotations = {} } = template.metadata ?? {};
  const metadata: PodMetadata = { labels: { ...own, ...labels }, annotations };
  const place = {
    object,
    world,
    pod: { namespace: object.owner.namespace, name },
    spec: spec ?? template.spec,
    at: ["spec", "template", "spec"],
    metadata,
    template,
  };
  const built = buildPod(place, { ...defaultUpdate, ...update });
  const of = { podName: name, ...templateMetadata(own, annotations) };
  return { ...built, containers: (built.containers ?? []).map((container) => ({ ...container, ...of })) };
}

function templateMetadata(
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): Pick<ContainerSpec, "template"> {
  const has = (map: Readonly<Record<string, string>>) => Object.keys(map).length > 0;
  if (!has(labels) && !has(annotations)) return {};
  return { template: { ...(has(labels) ? { labels } : {}), ...(has(annotations) ? { annotations } : {}) } };
}

/** Whether an old pod has to stop before a new one starts, as far as the template tells. */
function stopsItself({ containers = [], volumes = [] }: Contribution, spec: PodSpec): boolean {
  if (spec.hostNetwork === true) return true;
  const fresh = new Set(volumes.flatMap(({ name, isTemporary }) => (isTemporary === true ? [name] : [])));
  return containers.some(
    ({ mounts, security }) =>
      security.privileged === true ||
      mounts.some(
        (mount) =>
          !mount.readOnly &&
          (mount.type === "hostPath" || (mount.type === "volume" && !fresh.has(mount.volume))),
      ),
  );
}
