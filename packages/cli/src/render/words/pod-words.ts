import { type EngineFacts, type ObservedContainer, troubledState } from "@hashike/core";
import { restartsText, workOf } from "./work-words.ts";

/** How the containers of one owner do together. */
export interface PodWork {
  /** Of those that are to stay: how many there are, and how many of them work. */
  readonly ready: number;
  readonly total: number;
  /** That of the container that is worst off. */
  readonly status: string;
  /** How often the engine started them again, all together, and when it did so last. */
  readonly restarts: string;
}

export function podWork(
  containers: readonly ObservedContainer[],
  engine: Pick<EngineFacts, "nowSeconds">,
): PodWork {
  const staying = containers.filter(isStaying);
  // A sandbox is there only for the others, and says something only where it does not run.
  const telling = containers.filter((c) => c.role !== "sandbox" || c.state !== "running");
  const [worst] = [...telling].sort((a, b) => rankOf(a, engine) - rankOf(b, engine));
  return {
    ready: staying.filter((c) => workOf(c, engine).ready).length,
    total: staying.length,
    status: worst === undefined ? "" : workOf(worst, engine).status,
    restarts: restartsOf(containers, engine),
  };
}

/** Main containers and sidecars; neither what runs to its end first nor what only holds the network. */
export function isStaying({ role }: ObservedContainer): boolean {
  return role === "main" || role === "sidecar" || role === undefined;
}

const troubles = ["restarting", "unhealthy", "exited"] as const;
const works = ["starting", "running", "completed"];

/** The lower, the worse. */
function rankOf(container: ObservedContainer, engine: Pick<EngineFacts, "nowSeconds">): number {
  const trouble = troubledState(container, engine);
  if (trouble !== undefined) return troubles.indexOf(trouble);
  const rank = works.indexOf(workOf(container, engine).status);
  return troubles.length + (rank < 0 ? 0 : rank + 1);
}

function restartsOf(
  containers: readonly ObservedContainer[],
  engine: Pick<EngineFacts, "nowSeconds">,
): string {
  const [last] = containers
    .filter(({ restarts = 0 }) => restarts > 0)
    .sort((a, b) => (b.startedAtSeconds ?? 0) - (a.startedAtSeconds ?? 0));
  if (last === undefined) return "0";
  const restarts = containers.reduce((sum, c) => sum + (c.restarts ?? 0), 0);
  return restartsText({ ...last, restarts }, engine);
}
