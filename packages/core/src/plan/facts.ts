import { canonicalJson } from "../desired/canonical-json.ts";
import { type DesiredState, ownerKey, type VolumeSpec } from "../desired/desired-state.ts";
import { fingerprint } from "../desired/fingerprint.ts";
import type { MatchedContainers } from "../observed/match-containers.ts";
import type {
  LiveDifference,
  ObservedAttachment,
  ObservedContainer,
  ObservedState,
  ObservedVolume,
  PublishedPort,
  RemoteImage,
  RevisionNote,
} from "../observed/observed-state.ts";
import { isUp } from "./containers/container-actions.ts";

/**
 * Everything of the observed state that a plan rests on, by subject, in words that compare. Two observations with
 * equal facts give the same plan.
 */
export function planFacts(
  desired: DesiredState,
  observed: ObservedState,
  matched: MatchedContainers,
): Readonly<Record<string, string>> {
  const facts: [string, string][] = [];
  const relevant = new Set<ObservedContainer>([
    ...matched.current.values(),
    ...matched.orphans,
    ...matched.leftovers,
  ]);
  // Mostly each has its name already; then there is nobody to look for.
  const others = desired.containers.filter(({ name }) => matched.current.get(name)?.name !== name);
  const holders = new Map(others.length === 0 ? [] : observed.containers.map((c) => [c.name, c]));
  for (const spec of others) {
    const holder = holders.get(spec.name);
    if (holder === undefined) facts.push([`container ${spec.name}`, "absent"]);
    else relevant.add(holder);
  }
  for (const container of relevant) facts.push([`container ${container.name}`, describeContainer(container)]);

  const networks = new Map(observed.networks.map((n) => [n.name, n.id]));
  for (const { name } of desired.networks) facts.push([`network ${name}`, networks.get(name) ?? "absent"]);
  const volumes = new Map(observed.volumes.map((v) => [v.name, v]));
  for (const volume of desired.volumes)
    facts.push([`volume ${volume.name}`, describeVolume(volume, volumes.get(volume.name))]);
  for (const image of observed.images) {
    const remote = describeRemote(image.remote);
    facts.push([`image ${image.reference}`, `${image.localId ?? "absent"}, at its source ${remote}`]);
  }
  for (const note of observed.revisions) facts.push([`revision ${note.container}`, describeNote(note)]);
  for (const { container, record } of observed.records ?? [])
    facts.push([`applied in place ${container}`, fingerprint(record)]);
  facts.push(...objectFacts(desired, observed));
  for (const hostPath of observed.hostPaths) facts.push([`hostPath ${hostPath.path}`, hostPath.kind]);
  for (const [path, { file, content }] of Object.entries(observed.mountedFiles ?? {}))
    facts.push([`mounted file ${path}`, `${file ?? ""} ${content}`]);
  return Object.fromEntries(facts.sort(bySubject));
}

/** What is noted of the applied objects, and of those that they could refer to. */
function objectFacts(
  { objects = [], vanished = [], noted = [] }: DesiredState,
  observed: ObservedState,
): readonly [string, string][] {
  const found = new Map(observed.objects?.map(({ owner, manifest }) => [ownerKey(owner), manifest]));
  const keys = new Set([...objects.map(({ owner }) => owner), ...vanished, ...noted].map(ownerKey));
  return [...keys].map((key) => {
    const manifest = found.get(key);
    return [`object ${key}`, manifest === undefined ? "absent" : fingerprint(canonicalJson(manifest))];
  });
}

/** Without taking the pairs apart, which would make an iterator for each. */
function bySubject(a: readonly [string, string], b: readonly [string, string]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

/** Without what it would cost to bring: that changes with the other images of the engine. */
function describeRemote(remote: RemoteImage): string {
  if (remote.status === "current") return remote.digest;
  return remote.status === "unread" ? `version ${remote.version}` : remote.status;
}

/** Options may hold passwords. */
function describeVolume({ driver }: VolumeSpec, found: ObservedVolume | undefined): string {
  if (found === undefined) return "absent";
  return driver === undefined ? "present" : `present ${fingerprint(canonicalJson(found.driver ?? {}))}`;
}

function describeNote({ failed, taken }: RevisionNote): string {
  const has =
    taken === undefined ? "" : `, ${taken.containerId.slice(0, 12)} has ${canonicalJson(taken.files)}`;
  return `${failed === undefined ? "nothing failed" : `${failed.revision} failed ${failed.failures} times`}${has}`;
}

function describeContainer(container: ObservedContainer): string {
  // A container in a restart loop flips between running and restarting; to a plan both are up.
  const state = container.state === "restarting" ? "running" : container.state;
  const networks = sortedText(container.networks, describeAttachment);
  const exit = container.state === "exited" ? (container.exitedZero ? " with 0" : " with an error") : "";
  const up = isUp(container) ? ` ports ${sortedText(container.publishedPorts, hostPortText)}` : "";
  const sandbox = container.sandboxId === undefined ? "" : ` in ${container.sandboxId.slice(0, 12)}`;
  const settings = container.liveDifferences === undefined ? "" : describeLive(container.liveDifferences);
  return `${container.id.slice(0, 12)} ${state}${exit} image ${container.imageId} networks ${networks}${sandbox}${up}${settings}`;
}

/** Most containers have one network and one port at most: nothing is sorted or joined for these. */
function sortedText<T>(items: readonly T[], textOf: (item: T) => string): string {
  const [only] = items;
  if (only === undefined) return "";
  return items.length === 1 ? textOf(only) : items.map(textOf).sort().join(" ");
}

function describeAttachment({ network, networkId, ...more }: ObservedAttachment): string {
  const at = `${network}=${networkId.slice(0, 12)}`;
  return more.addresses === undefined ? at : `${at}${canonicalJson(more)}`;
}

function hostPortText({ hostPort }: PublishedPort): string {
  return String(hostPort);
}

function describeLive(differences: readonly LiveDifference[]): string {
  return differences.map(({ path, live }) => ` ${path}=${live ?? "none"}`).join("");
}
