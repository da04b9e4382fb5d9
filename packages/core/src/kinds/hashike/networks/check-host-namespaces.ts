import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { type LooseContainer, placedContainers } from "../../container/pod-manifest.ts";
import type { LooseSpec } from "../schema.ts";
import { isInMemory } from "../volumes/volume.ts";
import { asksFor } from "./host-namespaces.ts";

type LooseHashikeContainer = NonNullable<NonNullable<LooseSpec["containers"]>[number]>;

export function* checkHostNamespaces(spec: LooseSpec): Generator<Problem> {
  const containers: readonly Placed<LooseHashikeContainer>[] = [...placedContainers(spec, ["spec"])];
  for (const container of containers) {
    if (asksFor("hostNetwork", container.value, spec)) {
      yield* checkPortsOfHost(container);
      yield* checkNoNetworks(container);
    }
    if (asksFor("hostIPC", container.value, spec)) yield* checkMemoryOfHost(container, memoryVolumes(spec));
    yield* checkOptions(container, spec);
  }
  for (const { value, path } of placed(spec.securityContext?.sysctls, [
    "spec",
    "securityContext",
    "sysctls",
  ])) {
    const { name = "" } = value;
    const shared = name.startsWith("net.") ? "hostNetwork" : ipcSysctl.test(name) ? "hostIPC" : undefined;
    if (shared === undefined) continue;
    const user = containers.find((container) => asksFor(shared, container.value, spec));
    if (user === undefined) continue;
    yield {
      path: below(path, "name"),
      message: `${quote(name)} would be the host's own: container ${quote(user.value.name ?? "")} has ${shared}`,
      hint: `leave out one of the two, or set it on the host with \`sysctl\``,
    };
  }
}

/** Of what a container can have of its own (see `check-security.ts`), all but the network's. */
const ipcSysctl = /^(kernel\.|fs\.mqueue\.)/;

function* checkNoNetworks({ value, path }: Placed<LooseHashikeContainer>): Generator<Problem> {
  if (value.networks === undefined || value.networks.length === 0) return;
  yield {
    path: below(path, "networks"),
    on: "key",
    message: "cannot be joined with hostNetwork",
    hint: "leave out one of the two, or write hostNetwork: false for this container",
  };
}

/** An engine says nothing of a port that it does not publish. */
function* checkPortsOfHost({ value, path }: Placed<LooseContainer>): Generator<Problem> {
  for (const { value: port, path: at } of placed(value.ports, below(path, "ports"))) {
    const { containerPort, hostPort = 0 } = port;
    if (containerPort === undefined || hostPort === 0 || hostPort === containerPort) continue;
    yield {
      path: below(at, "hostPort"),
      message: `must be containerPort (${containerPort}) with hostNetwork, got ${hostPort}`,
      hint: "leave it out: a container on the host's network listens on the host's port itself",
    };
  }
}

function memoryVolumes(spec: LooseSpec): ReadonlySet<string | undefined> {
  const inMemory = (spec.volumes ?? []).filter((v) => v?.emptyDir !== undefined && isInMemory(v.emptyDir));
  return new Set(inMemory.map((volume) => volume?.name));
}

/** An engine says nothing of a size that it does not give: /dev/shm is the host's. */
function* checkMemoryOfHost(
  { value, path }: Placed<LooseContainer>,
  inMemory: ReadonlySet<string | undefined>,
): Generator<Problem> {
  for (const { value: mount, path: at } of placed(value.volumeMounts, below(path, "volumeMounts"))) {
    if (mount.mountPath !== "/dev/shm" || !inMemory.has(mount.name)) continue;
    yield {
      path: below(at, "mountPath"),
      message: "is the host's own with hostIPC",
      hint: "leave out one of the two",
    };
  }
}

/** What an engine calls them; `container:ID` and other values have no field. */
const optionNames = { hostPID: "PidMode", hostIPC: "IpcMode" } as const;

function* checkOptions({ value, path }: Placed<LooseHashikeContainer>, spec: LooseSpec): Generator<Problem> {
  for (const name of ["hostPID", "hostIPC"] as const) {
    const option = optionNames[name];
    const given = value.engineOptions?.[option];
    if (given === undefined) continue;
    const at = below(path, "engineOptions", option);
    if (given === "host") {
      const message = "cannot be passed on: it has a field in the manifest";
      yield { path: at, on: "key", message, hint: `write ${name}: true` };
    } else if (asksFor(name, value, spec)) {
      yield { path: at, on: "key", message: `is given together with ${name}`, hint: "keep one of the two" };
    }
  }
}
