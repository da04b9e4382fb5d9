import { canonicalJson } from "../desired/canonical-json.ts";
import { type ContainerSpec, type DesiredState, isSameOwner, type Owner } from "../desired/desired-state.ts";
import type {
  LiveDifference,
  ObservedContainer,
  ObservedNetwork,
  ObservedState,
} from "../observed/observed-state.ts";
import {
  addressesOf,
  heldPorts,
  isInternal,
  isUp,
  type MemoryContainer,
  type MemoryEngine,
  mountedFiles,
} from "./memory-engine.ts";

/** What a driver reports of the engine in memory. */
export function observeMemory(engine: MemoryEngine, desired: DesiredState): ObservedState {
  const isOfOwners = (note: { readonly owner: Owner }) =>
    desired.owners.some((owner) => isSameOwner(owner, note.owner));
  return {
    engine: {
      description: "in-memory engine",
      apiVersion: "1.41",
      nowSeconds: engine.nowSeconds,
      updatablePaths,
      ...(engine.cannotPark === undefined ? {} : { cannotPark: engine.cannotPark }),
    },
    networks: [...engine.networks].map(
      ([name, network]): ObservedNetwork => ({
        name,
        id: network.id,
        ownership: network.ownership,
        isPark: network.isPark,
        hostPorts: network.isPark ? "ignored" : isInternal(network) ? "internal" : "published",
        ...(network.settings === undefined ? {} : { settings: network.settings }),
      }),
    ),
    volumes: [...engine.volumes].map(([name, v]) => ({
      name,
      ownership: v.ownership,
      ...(v.isTemporary === undefined ? {} : { isTemporary: v.isTemporary }),
      ...(v.driver === undefined ? {} : { driver: v.driver }),
    })),
    images: desired.images.map(({ reference, policy }) => {
      const local = engine.images.get(reference);
      const asks = local === undefined ? policy !== "Never" : policy === "Always" || policy === "IfPossible";
      return {
        reference,
        ...(local === undefined ? {} : { localId: local.id }),
        localDigests: local?.digests ?? [],
        remote: asks
          ? (engine.remotes.get(reference) ?? { status: "not-found", reason: "manifest unknown" })
          : { status: "unasked" },
      };
    }),
    hostPaths: desired.hostPaths.map(({ path }) => {
      const kind = engine.isElsewhere ? "unknown" : (engine.hostPaths.get(path) ?? "missing");
      return { path, kind, ...(kind === "missing" ? { existingParent: "/" } : {}) };
    }),
    ...(engine.isElsewhere ? {} : { mountedFiles: mountedFiles(engine, desired.containers) }),
    containers: [...engine.containers.values()].map((c) => observeContainer(engine, c, desired)),
    revisions: [...engine.revisions.values()].filter(isOfOwners),
    records: [...engine.records.values()].filter(isOfOwners),
    objects: [...engine.objects.values()],
    broughtImages: [...engine.brought].map(([id, notes]) => ({
      id,
      bytes: 1_000_000,
      otherNames: namesOf(engine, id).filter((name) => notes.every((note) => note.name !== name)),
      notes,
    })),
  };
}

function namesOf(engine: MemoryEngine, imageId: string): readonly string[] {
  return [...engine.images].flatMap(([name, { id }]) => (id === imageId ? [name] : []));
}

function observeContainer(
  engine: MemoryEngine,
  container: MemoryContainer,
  desired: DesiredState,
): ObservedContainer {
  const {
    exitCode,
    ports: _ports,
    isWithoutPorts: _isWithoutPorts,
    spec: _spec,
    settings: _settings,
    lines: _lines,
    signals: _signals,
    whyNotRemoved: _whyNotRemoved,
    networks,
    ...shown
  } = container;
  const differences = liveDifferences(container, desired);
  const given = [...engine.records.values()].find(({ containerId }) => containerId === container.id);
  return {
    ...shown,
    ...(given === undefined ? {} : { record: given.record }),
    networks: desired.containers.some(({ attachments }) => attachments !== undefined)
      ? networks.map((n) =>
          isUp(container) ? { aliases: [], ...n, addresses: addressesOf(n) } : { ...n, addresses: [] },
        )
      : networks.map(({ network, networkId }) => ({ network, networkId })),
    ...(container.spec?.podName === undefined
      ? {}
      : { podName: container.spec.podName, labels: container.spec.labels }),
    exitedZero: container.state === "exited" && exitCode === 0,
    ...(isStoppedByHand(container) ? { isStoppedByHand: true as const } : {}),
    ...(container.state === "exited" || container.state === "restarting" ? { exitCode } : {}),
    publishedPorts: heldPorts(container, engine),
    ...(differences === undefined ? {} : { liveDifferences: differences }),
    statusText: container.state === "exited" ? `Exited (${exitCode})` : container.state,
  };
}

function isStoppedByHand({ state, settings, spec }: MemoryContainer): boolean {
  return state === "exited" && (settings ?? spec)?.restartPolicy === "UnlessStopped";
}

const updatablePaths = [
  "resources.cpuLimitMilli",
  "resources.cpuRequestMilli",
  "resources.memoryLimitBytes",
  "resources.memoryRequestBytes",
  "resources.pidsLimit",
  "restartPolicy",
] as const;

/** As a real driver tells: only of what runs, and only against what is wanted of it. */
function liveDifferences(
  container: MemoryContainer,
  desired: DesiredState,
): readonly LiveDifference[] | undefined {
  const wanted = desired.containers.find(
    (spec) =>
      spec.name === container.specName &&
      container.ownership.kind === "owned" &&
      isSameOwner(spec.owner, container.ownership.owner),
  );
  const settings = container.settings ?? container.spec;
  if (wanted === undefined || settings === undefined || !isUp(container)) return undefined;
  return updatablePaths.flatMap((path) => {
    const live = valueAt(settings, path);
    if (canonicalJson(live) === canonicalJson(valueAt(wanted, path))) return [];
    return [{ path, ...(live === undefined ? {} : { live }) }];
  });
}

function valueAt(
  { resources, restartPolicy }: Pick<ContainerSpec, "resources" | "restartPolicy">,
  path: (typeof updatablePaths)[number],
): string | number | undefined {
  switch (path) {
    case "restartPolicy":
      return restartPolicy;
    case "resources.cpuLimitMilli":
      return resources.cpuLimitMilli;
    case "resources.cpuRequestMilli":
      return resources.cpuRequestMilli;
    case "resources.memoryLimitBytes":
      return resources.memoryLimitBytes;
    case "resources.memoryRequestBytes":
      return resources.memoryRequestBytes;
    case "resources.pidsLimit":
      return resources.pidsLimit;
  }
}
