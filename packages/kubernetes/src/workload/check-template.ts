import { below, type Path, type Problem, placed, type Report } from "@hashike/core/kinds";
import { checkPodSpec, claimsOf } from "../pod/check-pod-spec.ts";
import { checkFullName } from "../pod/dns.ts";
import type { LoosePodSpec } from "../pod/pod-spec-schema.ts";
import type { LoosePodTemplate } from "./template-schema.ts";

interface Workload {
  readonly metadata?:
    | { readonly name?: string | undefined; readonly namespace?: string | undefined }
    | undefined;
  readonly template: LoosePodTemplate | undefined;
  /** Names of the pods. */
  readonly slots: readonly string[];
  /** The one restartPolicy that its pods may have. Default `Always`. */
}

/** What no schema can say of a template, and what its pods claim. */
export function checkTemplate(workload: Workload, report: Report): void {
  const { metadata, template, slots } = workload;
  const spec = template?.spec;
  if (spec === undefined) return;
  const at = ["spec", "template", "spec"];
  report.add(checkRestarts(spec, at));
  if (slots.length > 1) report.add(checkHostPorts(spec, at));
  report.add(checkPodSpec(spec, at));
  const namespace = metadata?.namespace ?? "default";
  // The last one has the longest name.
  for (const name of slots.slice(-1)) report.add(checkFullName({ namespace, name }, spec, at));
  for (const [index, name] of slots.entries()) {
    for (const claim of claimsOf({ namespace, name }, spec, at)) {
      // Several pods with one host port are told of already.
      if (claim.type !== "hostPort" || index === 0) report.claim(claim);
    }
  }
}

function* checkRestarts({ restartPolicy }: LoosePodSpec, at: Path): Generator<Problem> {
  if (restartPolicy === undefined || restartPolicy === "Always") return;
  yield {
    path: below(at, "restartPolicy"),
    message: `must be Always, got ${restartPolicy}: these pods are to run on`,
    hint: "leave it out; a Pod of its own may run to its end",
  };
}

function* checkHostPorts(spec: LoosePodSpec, at: Path): Generator<Problem> {
  for (const list of ["initContainers", "containers"] as const) {
    for (const { value, path } of placed(spec[list], below(at, list))) {
      for (const { value: port, path: entry } of placed(value.ports, below(path, "ports"))) {
        const isOnHost = spec.hostNetwork === true && port.containerPort !== undefined;
        if (!port.hostPort && !isOnHost) continue;
        yield {
          path: below(entry, port.hostPort ? "hostPort" : "containerPort"),
          message: "can be had by one pod only, and there are several",
          hint: "write replicas: 1, or leave hostPort out and put a Service of type NodePort or LoadBalancer before the pods",
        };
      }
    }
  }
}
