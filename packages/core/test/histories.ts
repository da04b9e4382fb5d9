import fc from "fast-check";
import type { ContainerSpec, DesiredState } from "../src/desired/desired-state.ts";
import { SecretValues, secretPlaceholder } from "../src/desired/secret-values.ts";
import { parkName } from "../src/observed/container-names.ts";
import { type ContainerRecord, decodeRecord } from "../src/plan/compare/record.ts";
import {
  type Behaviour,
  containerSpec,
  createMemoryEngine,
  desiredState,
  findByName,
  type MemoryEngine,
} from "../src/testing/index.ts";
import { configPath, fitTogether, owners, spec } from "./arbitraries.ts";

/** An engine on which something was applied before, and what is wanted of it now. */
export interface History {
  readonly before: DesiredState;
  readonly after: DesiredState;
  /** How the new revisions of the containers behave, by name. The old ones are always well. */
  readonly readiness: Readonly<Record<string, Readiness>>;
  /** What hands did in between. */
  readonly hands: readonly Hand[];
  /** Containers of one owner are a pod. */
  readonly isPod: boolean;
  readonly atomic: boolean;
  readonly concurrency: number;
  /** How long calls take, one after the other, over and over: what runs at once comes in any order. */
  readonly turns: readonly number[];
}

type Readiness = NonNullable<Behaviour["readiness"]>;

type Hand = readonly [container: string, deed: "stop" | "pause" | "remove" | "disconnect" | "park"];

/** `live`: what can be changed without a new container. */
type Fate = "same" | "live" | "new revision" | "new revision" | "new revision" | "gone" | "added";

interface Pair {
  readonly old: ContainerSpec;
  readonly other: ContainerSpec;
  readonly fate: Fate;
  readonly fields: readonly (keyof ContainerSpec)[];
}

const revisionFields = [
  "image",
  "ports",
  "mounts",
  "networks",
  "restartPolicy",
  "update",
  "lifecycle",
] as const;
const liveFields: readonly (keyof ContainerSpec)[] = ["networks", "resources"];

const pair: fc.Arbitrary<Pair> = fc.record({
  old: spec,
  other: spec,
  fate: fc.constantFrom<Fate>(
    "same",
    "live",
    "new revision",
    "new revision",
    "new revision",
    "gone",
    "added",
  ),
  fields: fc.subarray<keyof ContainerSpec>([...revisionFields]),
});

/** @param behaviours of the new revisions */
export function history(...behaviours: readonly Readiness[]): fc.Arbitrary<History> {
  return historyOf(behaviours, false);
}

/** The same where the containers of one owner are a pod. */
export function podHistory(...behaviours: readonly Readiness[]): fc.Arbitrary<History> {
  return historyOf(behaviours, true);
}

function historyOf(behaviours: readonly Readiness[], isPod: boolean): fc.Arbitrary<History> {
  const names = ["web", "api", "store", "job"];
  return fc
    .record({
      pairs: fc.uniqueArray(pair, { selector: (p) => p.old.name, minLength: 1, maxLength: 4 }),
      readiness: fc.array(fc.constantFrom(...behaviours), { minLength: 4, maxLength: 4 }),
      hands: fc.array(
        fc.tuple(fc.constantFrom(...names), fc.constantFrom("stop", "pause", "remove", "disconnect", "park")),
        { maxLength: 2 },
      ),
      notes: fc.uniqueArray(note, { selector: ({ name }) => name, maxLength: 1 }),
      isPod: fc.constant(isPod),
      atomic: fc.constantFrom(false, false, true),
      concurrency: fc.constantFrom(1, 2, 8),
      turns: fc.array(fc.constantFrom(0, 0, 10, 300), { minLength: 1, maxLength: 7 }),
    })
    .map(({ pairs, readiness, notes, ...more }) => ({
      ...more,
      before: state(
        pairs.filter((p) => p.fate !== "added").map((p) => revision(p.old, "1")),
        more.isPod,
        objectsOf(notes, "before"),
      ),
      after: state(
        pairs.filter((p) => p.fate !== "gone").map(successor),
        more.isPod,
        objectsOf(notes, "after"),
      ),
      readiness: Object.fromEntries(names.map((name, i) => [name, readiness[i] ?? "ready"])),
    }));
}

function successor({ old, other, fate, fields }: Pair): ContainerSpec {
  if (fate === "added") return revision(old, "2");
  if (fate === "same" || fate === "gone") return revision(old, "1");
  const taken = Object.fromEntries(
    (fate === "live" ? liveFields : fields).map((field) => [field, other[field]]),
  );
  return revision({ ...old, ...taken }, fate === "live" ? "1" : "2");
}

function revision(from: ContainerSpec, number: "1" | "2"): ContainerSpec {
  // With `Never`, one that an apply stopped cannot be told from one that has ended by itself.
  const policy = from.role === "sidecar" || from.restartPolicy === "Never" ? "Always" : from.restartPolicy;
  return { ...from, restartPolicy: policy, env: [{ name: "REVISION", value: number }] };
}

function state(
  specs: readonly ContainerSpec[],
  isPod: boolean,
  objects: Pick<DesiredState, "objects" | "vanished" | "owners" | "secrets">,
): DesiredState {
  const fitting = fitTogether(specs);
  return desiredState(isPod ? withPod(fitting) : fitting, {
    ...objects,
    owners: [...owners, ...objects.owners],
  });
}

/** An object that is noted: with which data, before and now; `undefined` when it is not applied. */
interface Note {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

const data = fc.constantFrom(undefined, "shown", "other", "secret one", "secret two");

const note: fc.Arbitrary<Note> = fc.record({
  name: fc.constant("config"),
  before: data,
  after: data,
});

function objectsOf(
  notes: readonly Note[],
  when: "before" | "after",
): Pick<DesiredState, "objects" | "vanished" | "owners" | "secrets"> {
  const secrets = new SecretValues();
  const ownerOf = ({ name }: Note) => ({ kind: "ConfigMap", namespace: "default", name });
  const objects = notes.flatMap((one) => {
    const text = one[when];
    if (text === undefined) return [];
    const KEY = text.startsWith("secret") ? secretPlaceholder(secrets.add("KEY", text)) : text;
    const metadata = { name: one.name };
    return [
      { owner: ownerOf(one), manifest: { apiVersion: "v1", kind: "ConfigMap", metadata, data: { KEY } } },
    ];
  });
  const vanished = notes
    .filter((one) => when === "after" && one.before !== undefined && one.after === undefined)
    .map(ownerOf);
  return {
    objects,
    vanished,
    owners: [...objects.map(({ owner }) => owner), ...vanished],
    secrets: secrets.all,
  };
}

/** Those of the first owner as a pod: what they have of networks and ports is its sandbox's. */
function withPod(specs: readonly ContainerSpec[]): readonly ContainerSpec[] {
  const [owner] = owners;
  const members = specs.filter((s) => s.owner === owner);
  const [first] = members;
  if (first === undefined) return specs;
  const sandbox = containerSpec({
    ...first,
    name: "pod",
    role: "sandbox",
    image: "app:1",
    env: [],
    mounts: [],
    lifecycle: {},
    restartPolicy: "Always",
    networks: [...new Set(members.flatMap((m) => m.networks))],
    ports: members.flatMap((m) => m.ports),
    startAfter: [],
  });
  const shared = members.map((m) => ({ ...m, networks: [], ports: [], pod: { sandbox: "pod" } }));
  return [sandbox, ...shared, ...specs.filter((s) => s.owner !== owner)];
}

/** An engine that has the images, and whose containers behave as the history says. Nothing runs on it yet. */
export function newEngine({ readiness }: History): MemoryEngine {
  const engine = createMemoryEngine();
  for (const reference of ["app:1", "app:2", "db:1"]) {
    const volumes = reference === "db:1" ? ["/var/lib/db"] : [];
    engine.images.set(reference, { id: `id-of-${reference}`, digests: [], volumes });
  }
  engine.hostPaths.set(configPath, "file");
  engine.behave = (spec) => {
    if (spec.role === "init") return { state: "exited", exitCode: 0 };
    const isNew = spec.env.some((v) => "value" in v && v.value === "2");
    return { state: "running", readiness: (isNew ? readiness[spec.name] : undefined) ?? "ready" };
  };
  engine.containers.set("con-stranger", {
    id: "con-stranger",
    name: "stranger",
    ownership: { kind: "foreign" },
    state: "running",
    exitCode: 0,
    createdAtSeconds: 0,
    image: "db:1",
    imageId: "id-of-db:1",
    networks: [],
    ports: [],
    lines: [],
  });
  return engine;
}

/** What happened to the engine between two applies. */
export function lendHands(engine: MemoryEngine, { hands }: History): void {
  for (const [name, deed] of hands) lendHand(engine, name, deed);
}

function lendHand(engine: MemoryEngine, name: string, deed: Hand[1]): void {
  const container = findByName(engine, name);
  if (container?.spec === undefined) return;
  const { owner } = container.spec;
  switch (deed) {
    case "stop":
      if (container.state === "running") Object.assign(container, { state: "exited", exitCode: 143 });
      return;
    case "pause":
      if (container.state === "running") container.state = "paused";
      return;
    case "remove":
      // It may be all that tells that an init container before it has run; after a crash that one would run again.
      if (container.role === "init") return;
      engine.containers.delete(container.id);
      return;
    case "disconnect":
      container.networks = container.networks.slice(1);
      return;
    case "park": {
      // No apply puts an init container on one, and what shares a sandbox has no networks.
      if (container.role === "init" || container.sandboxId !== undefined) return;
      const park = parkName(name);
      const id = engine.networks.get(park)?.id ?? `net-${park}`;
      engine.networks.set(park, { id, ownership: { kind: "owned", owner }, isPark: true });
      container.networks = [...container.networks, { network: park, networkId: id }];
      if (container.state === "running" || container.state === "paused") container.isWithoutPorts = true;
      return;
    }
  }
}

/** The same engine once more: what is done to one is not done to the other. */
export function copyEngine(engine: MemoryEngine): MemoryEngine {
  const { behave, runHook, ...data } = engine;
  return { ...structuredClone(data), behave, runHook };
}

const updatable = { resources: undefined, restartPolicy: undefined, networks: undefined };

/** All of an engine that does not depend on the order in which things were made, as data that compares. */
export function normalised(engine: MemoryEngine): unknown {
  const nameOf = (id: string) => engine.containers.get(id)?.name ?? "gone";
  const byName = <T extends { readonly name: string }>(list: readonly T[]) =>
    [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    containers: byName(
      [...engine.containers.values()].map(
        ({
          id: _id,
          createdAtSeconds: _created,
          startedAtSeconds: _started,
          lines: _lines,
          settings,
          networks,
          ranAfter,
          sandboxId,
          ...rest
        }) => ({
          ...rest,
          sandbox: sandboxId && nameOf(sandboxId),
          // Of new ones, the engine makes up the names. A new run of an init container cut off after the removal of
          // the last one starts without its volumes.
          anonymousVolumes: rest.role === "init" ? [] : rest.anonymousVolumes?.map((v) => v.target),
          // Settings and networks may come from an update or from its creation, and what it starts after from either manifest.
          spec: rest.spec && {
            ...rest.spec,
            ...settings,
            networks: [],
            startAfter: [],
            // It may be the one from before where the pod did not have to be made anew.
            ...(rest.role === "sandbox" ? { update: undefined } : {}),
          },
          record: rest.record && { ...withoutGone(engine, decodeRecord(rest.record)), ...updatable },
          exitCode: rest.state === "exited" ? rest.exitCode : 0,
          networks: networks.map((n) => n.network).sort(),
          ranAfter: ranAfter
            ?.map(nameOf)
            .filter((name) => name !== "gone")
            .sort(),
        }),
      ),
    ),
    objects: [...engine.objects].sort().map(([key, { manifest }]) => [key, manifest]),
    values: [...engine.objectValues].sort(),
    networks: byName([...engine.networks].map(([name, { id: _id, ...rest }]) => ({ name, ...rest }))),
    volumes: byName(
      [...engine.volumes].filter(([, v]) => v.madeFor === undefined).map(([name, v]) => ({ name, ...v })),
    ),
  };
}

/**
 * One that was changed in place still remembers an init container that is not wanted any more; one that was replaced
 * does not. Which of the two it is may depend on whether it was found running.
 */
function withoutGone(engine: MemoryEngine, record: ContainerRecord | undefined): ContainerRecord | undefined {
  const inits = Object.entries(record?.initContainers ?? {}).filter(([name]) => findByName(engine, name));
  const { initContainers: _all, ...rest } = record ?? {};
  return inits.length === 0 ? rest : { ...rest, initContainers: Object.fromEntries(inits) };
}
