import type { Plan } from "./plan-types.ts";

// A registered symbol, so that two installed copies of core find each other's.
const secretsKey = Symbol.for("hashike.plan.secrets");

/**
 * Puts the values of sensitive variables beside a plan: `apply` finds them, but they are not enumerable, so that
 * `JSON.stringify`, spreading and logging leave them out.
 * @param secrets by fingerprint, as in `DesiredState.secrets`
 * @returns a plan equal to the given one
 */
export function attachSecrets(plan: Plan, secrets: Readonly<Record<string, string>>): Plan {
  return Object.defineProperty({ ...plan }, secretsKey, { value: { ...secretsOf(plan), ...secrets } });
}

/** The values put beside a plan, by fingerprint; empty when there are none. */
export function secretsOf(plan: Plan): Readonly<Record<string, string>> {
  return (plan as Plan & { readonly [secretsKey]?: Readonly<Record<string, string>> })[secretsKey] ?? {};
}

/** Fingerprints that the plan's containers need and that are not beside it, with the variable's name. Sorted. */
export function missingSecrets(plan: Plan): readonly string[] {
  const known = secretsOf(plan);
  const missing = plan.actions.flatMap((action) =>
    action.type === "container.create"
      ? action.container.env.flatMap((v) =>
          "secret" in v && !Object.hasOwn(known, v.secret) ? [`${action.container.name}: ${v.name}`] : [],
        )
      : [],
  );
  return [...new Set(missing)].sort();
}
