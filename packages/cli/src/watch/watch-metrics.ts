import type { ApplyEvent, ApplyResult, Plan, Trouble, WatchCause, WatchEvent } from "@hashike/core";
import { troubleWords } from "../render/trouble-text.ts";
import type { Metric } from "./exposition.ts";

/** What a watch has counted so far. */
export interface WatchMetrics {
  note(event: WatchEvent, nowMs: number): void;
  metrics(): readonly Metric[];
  /** Why not everything is as wanted, in words; empty when it is, as far as can be heard. */
  problems(): readonly string[];
}

const applyResults = ["done", "failed", "aborted"] as const;
const readResults = ["changed", "unchanged", "failed"] as const;
const noImages = { count: 0, bytes: 0 };
const states = ["created", "running", "paused", "restarting", "removing", "exited", "dead"] as const;

export function createWatchMetrics(version: string): WatchMetrics {
  const applies = { done: 0, failed: 0, aborted: 0 };
  const reads = { changed: 0, unchanged: 0, failed: 0 };
  let containers: Readonly<Partial<Record<(typeof states)[number], number>>> = {};
  let images = noImages;
  let lastSuccessMs: number | undefined;
  let repairs = 0;
  let restarts = 0;
  let heldBack = 0;
  let troubled: readonly Trouble[] = [];
  let engineLost = false;
  let lastCycle: "none" | "worked" | "failed" = "none";
  // Containers whose probe failed and whose restart waits, by id.
  const waiting = new Map<string, string>();
  let because: readonly WatchCause[] = [];
  // Under way, by the number of the repair; 0 is the apply of the cycle.
  const plans = new Map<number, Plan>();

  const applied = (number: number, event: ApplyEvent) => {
    const plan = plans.get(number);
    if (event.type !== "apply.finished" || plan === undefined) return;
    plans.delete(number);
    applies[event.result.status] += 1;
    const isAskedFor = number === 0 && because.some(({ kind }) => kind === "sourceChanged");
    if (!isAskedFor) repairs += countRepairs(plan, event.result);
  };

  return {
    problems: () => [
      ...(lastCycle === "none" ? ["not everything has been looked at yet"] : []),
      ...(lastCycle === "failed" ? ["not everything is as wanted"] : []),
      ...(engineLost ? ["the engine cannot be heard"] : []),
      ...troubled.map(troubleWords),
      ...[...waiting.values()].map((name) => `container ${name} is to be restarted: its probe failed again`),
    ],
    note(event, nowMs) {
      switch (event.type) {
        case "source.changed":
        case "source.unchanged":
        case "source.failed":
          reads[event.type.slice("source.".length) as keyof typeof reads] += 1;
          break;
        case "cycle.started":
          because = event.because;
          break;
        case "cycle.observed":
          containers = event.containers;
          images = event.images ?? noImages;
          break;
        case "cycle.planned":
          plans.set(0, event.plan);
          break;
        case "repair.planned":
          plans.set(event.repair, event.plan);
          break;
        case "apply":
          applied(0, event.event);
          break;
        case "repair.event":
          applied(event.repair, event.event);
          break;
        case "cycle.finished":
          lastCycle = event.status === "idle" || event.status === "done" ? "worked" : "failed";
          if (lastCycle === "worked") lastSuccessMs = nowMs;
          break;
        case "cycle.failed":
          lastCycle = "failed";
          break;
        case "plan.heldBack":
          heldBack = event.heldBack.length;
          break;
        case "plan.troubled":
          troubled = event.troubled;
          break;
        case "liveness.failed":
          if (event.restartInSeconds > 0) waiting.set(event.containerId, event.container);
          break;
        case "liveness.restarted":
          restarts += 1;
          waiting.delete(event.containerId);
          break;
        case "liveness.restartDropped":
        case "liveness.restartFailed":
          waiting.delete(event.containerId);
          break;
        case "engine.lost":
        case "engine.back":
          engineLost = event.type === "engine.lost";
          break;
      }
    },
    metrics: () => [
      counter("hashike_applies_total", "Applies that had something to do, by how they ended.", [
        ...applyResults.map((result) => ({ labels: { result }, value: applies[result] })),
      ]),
      gauge(
        "hashike_last_success_timestamp_seconds",
        "When everything was last found or made as wanted; absent before the first time.",
        lastSuccessMs === undefined ? [] : [{ value: Math.floor(lastSuccessMs / 1000) }],
      ),
      gauge(
        "hashike_containers",
        "Containers of the manifests at the last look, by state.",
        states.map((state) => ({ labels: { state }, value: containers[state] ?? 0 })),
      ),
      gauge(
        "hashike_containers_troubled",
        "Containers that are as the manifests say and do not work, at the last look.",
        [{ value: troubled.length }],
      ),
      gauge(
        "hashike_container_troubled",
        "1 for each of them: it restarts again and again, is unhealthy, or ended with an error.",
        troubled.map(({ target: { name, owner }, state }) => ({
          labels: { namespace: owner?.namespace ?? "", container: name, state },
          value: 1,
        })),
      ),
      counter(
        "hashike_drift_repairs_total",
        "What was put right after it was changed, or removed, by others.",
        [{ value: repairs }],
      ),
      counter("hashike_liveness_restarts_total", "Restarts because of a liveness or startup probe.", [
        { value: restarts },
      ]),
      gauge(
        "hashike_liveness_waiting",
        "Containers whose probe failed again, and whose next restart waits.",
        [{ value: waiting.size }],
      ),
      counter(
        "hashike_source_reads_total",
        "Reads of the manifests, by what they gave.",
        readResults.map((result) => ({ labels: { result }, value: reads[result] })),
      ),
      gauge("hashike_held_back", "Changes that are held back because they failed not long ago.", [
        { value: heldBack },
      ]),
      gauge("hashike_images", "Images on the engine that Hashike has brought, at the last look.", [
        { value: images.count },
      ]),
      gauge("hashike_image_bytes", "What they take; layers that they share count for each of them.", [
        { value: images.bytes },
      ]),
      gauge("hashike_build_info", "Always 1; the version is in its label.", [
        { labels: { version }, value: 1 },
      ]),
    ],
  };
}

/** What was missing, or not as it was made. */
function countRepairs(plan: Plan, result: ApplyResult): number {
  const made = new Set(
    [...result.created, ...result.replaced, ...result.updated].map(({ kind, name }) => `${kind} ${name}`),
  );
  return plan.changes.filter(
    ({ cause, target }) =>
      ["drift", "missing"].includes(cause.kind) &&
      target.kind !== "image" &&
      made.has(`${target.kind} ${target.name}`),
  ).length;
}

function counter(name: string, help: string, samples: Metric["samples"]): Metric {
  return { name, help, type: "counter", samples };
}

function gauge(name: string, help: string, samples: Metric["samples"]): Metric {
  return { name, help, type: "gauge", samples };
}
