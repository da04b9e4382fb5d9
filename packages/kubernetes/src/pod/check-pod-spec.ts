import {
  below,
  type Claim,
  checkPod,
  type Path,
  type Placed,
  type Problem,
  parseQuantity,
  placed,
  quote,
} from "@hashike/core/kinds";
import { checkEnv } from "../env/check-env.ts";
import { checkHostNetwork } from "./check-host-network.ts";
import { checkVolumes, volumeNamesOf } from "./check-volumes.ts";
import { containerName, type PodName } from "./names.ts";
import { toLoosePod } from "./pod-manifest.ts";
import type { LooseContainer, LoosePodSpec } from "./pod-spec-schema.ts";
import { checkHostWithoutSandbox, sandboxName } from "./sandbox.ts";

/** What no schema can say of a pod. */
export function* checkPodSpec(spec: LoosePodSpec, at: Path): Generator<Problem> {
  yield* checkHostWithoutSandbox(spec, at);
  yield* checkShareOfHostProcesses(spec, at);
  yield* checkHost(spec, at);
  yield* checkHostNetwork(spec, at);
  yield* checkDns(spec, at);
  yield* checkContainerNames(spec, at);
  for (const container of containersOf(spec, at)) yield* checkDisk(container);
  for (const { value, path } of placed(spec.containers, below(at, "containers"))) {
    if (value.restartPolicy === undefined) continue;
    const message = "is only for init containers";
    yield { path: below(path, "restartPolicy"), message, hint: "write it under spec, for all containers" };
  }
  yield* checkVolumes(spec, at);
  yield* checkEnv(spec, at);
  yield* checkPod(toLoosePod(spec), at, volumeNamesOf(spec));
}

/** Source: kubernetes/kubernetes pkg/apis/core/validation, validateHostNetwork and its neighbours. */
function* checkShareOfHostProcesses(spec: LoosePodSpec, at: Path): Generator<Problem> {
  if (spec.hostPID !== true || spec.shareProcessNamespace !== true) return;
  yield {
    path: below(at, "shareProcessNamespace"),
    message: "cannot be had together with hostPID",
    hint: "leave out one of the two",
  };
}

function* checkHost(spec: LoosePodSpec, at: Path): Generator<Problem> {
  if (spec.hostUsers === false) {
    const hint = "leave it out; the engine itself can be set up so (userns-remap)";
    yield { path: below(at, "hostUsers"), message: "cannot be had for one pod", hint };
  }
  for (const key of ["kubernetes.io/os", "beta.kubernetes.io/os"]) {
    const system = spec.nodeSelector?.[key];
    if (system === undefined || system === "linux") continue;
    const path = below(at, "nodeSelector", key);
    yield { path, message: `asks for a host with ${quote(system)}`, hint: "containers here are Linux" };
  }
}

function* checkDns({ dnsPolicy, dnsConfig }: LoosePodSpec, at: Path): Generator<Problem> {
  if (dnsPolicy !== "None" || (dnsConfig?.nameservers ?? []).length > 0) return;
  yield { path: below(at, "dnsPolicy"), message: "needs dnsConfig with nameservers", hint: "leave it out" };
}

function* checkContainerNames(spec: LoosePodSpec, at: Path): Generator<Problem> {
  const names = new Set<string>();
  for (const { value, path } of containersOf(spec, at)) {
    if (value.name === undefined) continue;
    if (names.has(value.name)) {
      const message = `names a second container ${quote(value.name)}`;
      yield { path: below(path, "name"), message, hint: "give each container its own name" };
    }
    names.add(value.name);
  }
}

function* checkDisk({ value: { resources }, path }: Placed<LooseContainer>): Generator<Problem> {
  for (const list of ["limits", "requests"] as const) {
    const text = resources?.[list]?.["ephemeral-storage"];
    if (text === undefined) continue;
    const at = below(path, "resources", list, "ephemeral-storage");
    const quantity = parseQuantity(text);
    if ("error" in quantity) {
      yield { path: at, message: `${quantity.error}: ${quote(text)}`, hint: quantity.hint };
    } else if (list === "limits") {
      const message = "is not enforced: the engine cannot limit what is written to its disk";
      yield { severity: "notice", path: at, on: "key", message };
    }
  }
}

function* containersOf(spec: LoosePodSpec, at: Path): Generator<Placed<LooseContainer>> {
  yield* placed(spec.initContainers, below(at, "initContainers"));
  yield* placed(spec.containers, below(at, "containers"));
}

/** Names of containers, and their host ports. */
export function* claimsOf(pod: PodName, spec: LoosePodSpec, at: Path): Generator<Claim> {
  const claimed = new Set<string>();
  if (pod.name !== "") yield { type: "container", name: sandboxName(pod), path: ["metadata", "name"] };
  for (const { value, path } of containersOf(spec, at)) {
    const name = containerName(pod, value.name ?? "");
    if (value.name !== undefined && !claimed.has(name)) {
      yield { type: "container", name, path: below(path, "name") };
    }
    claimed.add(name);
    for (const { value: port, path: entry } of placed(value.ports, below(path, "ports"))) {
      const number = port.hostPort || (spec.hostNetwork === true ? port.containerPort : undefined);
      if (number === undefined) continue;
      yield {
        type: "hostPort",
        number,
        protocol: port.protocol ?? "TCP",
        address: port.hostIP ?? "",
        container: name,
        path: below(entry, port.hostPort ? "hostPort" : "containerPort"),
        entry,
        hint: "give one of them another hostPort or hostIP",
      };
    }
  }
}
