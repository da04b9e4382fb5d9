import { type Action, type ApplyResult, apply, type Plan, type PlanOptions, plan } from "@hashike/core";
import { createMemoryDriver, createMemoryEngine, type MemoryEngine } from "@hashike/core/testing";
import { desired } from "./pod.ts";

/** A workload of pods with one container, whose image is the revision; further lines go below `spec`. */
export function workload(
  kind: string,
  revision: string,
  lines: readonly string[] = [],
  more: {
    readonly container?: string;
    readonly containers?: string;
    readonly pod?: string;
    readonly metadata?: string;
  } = {},
): string {
  const { container = "", containers = "", pod = "", metadata = "" } = more;
  return [
    `apiVersion: ${kind === "ReplicationController" ? "v1" : "apps/v1"}`,
    `kind: ${kind}`,
    "metadata: {name: web}",
    "spec:",
    ...lines.map((line) => `  ${line}`),
    kind === "ReplicationController" ? "  selector: {app: web}" : "  selector: {matchLabels: {app: web}}",
    "  template:",
    `    metadata: {labels: {app: web}${metadata}}`,
    `    spec: {containers: [{name: c, image: "app:${revision}"${container}}${containers}]${pod}}`,
    "",
  ].join("\n");
}

export function deployment(revision: string, ...lines: readonly string[]): string {
  return workload("Deployment", revision, lines);
}

/** An engine that has images `app:1`, `app:2`, … */
export function engineWithImages(): MemoryEngine {
  const engine = createMemoryEngine();
  engine.images.set("hashike://pause", { id: "pause", digests: [] });
  for (const revision of ["1", "2", "3"]) {
    engine.images.set(`app:${revision}`, { id: `app-${revision}`, digests: [] });
  }
  return engine;
}

export async function planOn(engine: MemoryEngine, text: string, options: PlanOptions = {}): Promise<Plan> {
  const state = desired(text);
  return plan(state, await createMemoryDriver({ engine }).observe(state), options);
}

/** Applies a text. @param before called before each action; what it throws is what that fails with */
export async function applyOn(
  engine: MemoryEngine,
  text: string,
  { before, ...options }: PlanOptions & { readonly before?: (action: Action) => void } = {},
): Promise<ApplyResult> {
  const driver = createMemoryDriver({ engine, ...(before === undefined ? {} : { beforeExecute: before }) });
  return apply(await planOn(engine, text, options), driver);
}

/** By the name of each container that runs, its image. */
export function running(engine: MemoryEngine): Readonly<Record<string, string>> {
  const up = [...engine.containers.values()].filter(
    ({ state, role }) => state === "running" && role !== "sandbox",
  );
  return Object.fromEntries(up.map(({ name, image }) => [name, image] as const).sort());
}

/** Lets containers of a revision never become ready, of given slots or of all. */
export function failing(revision: string, ...slots: readonly string[]): MemoryEngine["behave"] {
  return ({ image, name, role }) => {
    if (role === "init") return { state: "exited", exitCode: 0 };
    const isBad =
      image === `app:${revision}` && (slots.length === 0 || slots.some((slot) => name.includes(`-${slot}`)));
    return isBad ? { state: "exited", exitCode: 1 } : { state: "running" };
  };
}
