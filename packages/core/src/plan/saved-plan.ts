import { canonicalJson } from "../desired/canonical-json.ts";
import type { DesiredState } from "../desired/desired-state.ts";
import { fingerprint } from "../desired/fingerprint.ts";
import { HashikeError } from "../errors.ts";
import { matchContainers } from "../observed/match-containers.ts";
import type { ObservedState } from "../observed/observed-state.ts";
import { goBackFromCutOffPasses } from "./claims/cut-off-passes.ts";
import { planFacts } from "./facts.ts";
import type { Plan } from "./plan-types.ts";

/** A plan to be carried out later, with what is needed to see whether it still holds. */
export interface SavedPlan {
  readonly plan: Plan;
  /** Without its secrets. */
  readonly desired: DesiredState;
  /** Where the manifests came from, as the user gave it: the values of sensitive variables are read from there. */
  readonly sources: readonly string[];
}

const format = "hashike-plan/v2";

/** A saved plan as text. It holds no secret values; a digest tells when the text was cut or edited. */
export function encodeSavedPlan(saved: {
  plan: Plan;
  desired: DesiredState;
  sources?: readonly string[];
}): string {
  const content = {
    plan: saved.plan,
    desired: { ...saved.desired, secrets: {} },
    sources: saved.sources ?? [],
  };
  return `${JSON.stringify({ format, digest: fingerprint(canonicalJson(content)), ...content }, null, 2)}\n`;
}

/**
 * Reads what {@link encodeSavedPlan} wrote.
 * @throws HashikeError `PLAN_FORMAT` for anything else: other JSON, another version, an edited or a cut file
 */
export function decodeSavedPlan(text: string): SavedPlan {
  const value = parseObject(text);
  if (value.format !== format) {
    throw new HashikeError(
      "PLAN_FORMAT",
      `not a plan of this version of Hashike (format ${JSON.stringify(value.format)})`,
      {
        hint: "make it again with `hashike plan -o FILE`",
      },
    );
  }
  const { plan, desired, sources } = value;
  if (value.digest !== fingerprint(canonicalJson({ plan, desired, sources }))) {
    throw new HashikeError("PLAN_FORMAT", "the plan was changed after it was written", {
      hint: "make it again with `hashike plan -o FILE`",
    });
  }
  return { plan, desired, sources } as SavedPlan;
}

/** Something that a saved plan rests on, and that is now another. */
export interface MovedFact {
  /** `container web`, `image nginx:alpine-slim`, … */
  readonly subject: string;
  readonly planned: string;
  readonly found: string;
}

/** What has moved since the plan was made; empty when it may be carried out. Sorted by subject. */
export function findMovedFacts(saved: SavedPlan, observed: ObservedState): readonly MovedFact[] {
  const { desired, plan } = saved;
  const now = planFacts(
    desired,
    observed,
    goBackFromCutOffPasses(
      desired.containers,
      matchContainers(desired.containers, desired.owners, observed.containers, observed.networks),
    ),
  );
  const subjects = [...new Set([...Object.keys(plan.facts), ...Object.keys(now)])].sort();
  return subjects.flatMap((subject) => {
    const planned = plan.facts[subject] ?? "absent";
    const found = now[subject] ?? "absent";
    return planned === found ? [] : [{ subject, planned, found }];
  });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (cause) {
    throw new HashikeError("PLAN_FORMAT", "not a saved plan: the text is not JSON", { cause });
  }
  throw new HashikeError("PLAN_FORMAT", "not a saved plan: the JSON is not an object");
}
