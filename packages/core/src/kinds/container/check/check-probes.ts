import { below, type Loose, type Placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { type LooseContainer, runsToItsEnd } from "../pod-manifest.ts";
import type { ProbeManifest } from "../schema/probe.ts";
import { checkExec, checkHttpGet, checkOneHandler, checkPortRef } from "./check-handler.ts";

const handlers = ["exec", "httpGet", "tcpSocket", "grpc"];
const settings = [
  "initialDelaySeconds",
  "periodSeconds",
  "timeoutSeconds",
  "successThreshold",
  "failureThreshold",
];

/** Source: kubernetes/kubernetes pkg/apis/core/validation, validateProbe and its callers. */
export function* checkProbes(container: Placed<LooseContainer>): Generator<Problem> {
  for (const key of ["startupProbe", "readinessProbe", "livenessProbe"] as const) {
    const probe = container.value[key];
    if (probe === undefined) continue;
    const path = below(container.path, key);
    if (runsToItsEnd(container)) {
      yield {
        path,
        on: "key",
        message: "is not for an init container that runs to its end",
        hint: "leave it out, or write restartPolicy: Always if the container is to stay",
      };
      continue;
    }
    yield* checkProbe({ value: probe, path }, container.value);
    const { successThreshold = 1 } = probe;
    if (key !== "readinessProbe" && successThreshold !== 1) {
      yield {
        path: below(path, "successThreshold"),
        message: `must be 1 for a ${key}, got ${successThreshold}`,
        hint: "leave it out",
      };
    }
  }
}

function* checkProbe(
  { value, path }: Placed<Loose<ProbeManifest>>,
  container: LooseContainer,
): Generator<Problem> {
  yield* checkOneHandler({ value, path }, handlers, settings);
  yield* checkExec(value.exec?.command, path);
  yield* checkHttpGet(value.httpGet, path, container);
  yield* checkPortRef(value.tcpSocket?.port, below(path, "tcpSocket", "port"), container);
}
