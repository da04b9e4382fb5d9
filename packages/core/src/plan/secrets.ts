import type { ContainerSpec } from "../desired/desired-state.ts";
import { placeholdersIn } from "../desired/secret-values.ts";
import type { Plan } from "./plan-types.ts";
import type { Action } from "./steps/action.ts";

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

/** The sensitive variables whose values a plan's containers need and that are not beside it: `web: DB_PASSWORD`. Sorted. */
export function missingSecrets(plan: Plan): readonly string[] {
  return [...new Set(missing(plan).map(({ name, what }) => `${name}: ${what}`))].sort();
}

/** The fingerprints of these values. */
export function missingSecretIds(plan: Plan): readonly string[] {
  return [...new Set(missing(plan).map(({ id }) => id))];
}

function missing(plan: Plan): readonly (NeededSecret & { readonly name: string })[] {
  const known = secretsOf(plan);
  return plan.actions.flatMap((action) =>
    neededSecrets(action).flatMap(({ id, what }) => {
      const value = Object.hasOwn(known, id) ? known[id] : undefined;
      // One that was made with another one, which is only noted, has a placeholder in it.
      const lacking = value === undefined ? [id] : placeholdersIn(value).filter((other) => other !== id);
      return lacking.map((one) => ({ id: one, what, name: action.target.name }));
    }),
  );
}

interface NeededSecret {
  readonly id: string;
  readonly what: string;
}

/** A hook before a stop is not asked about: it is an earlier manifest's, and its failure stops nothing. */
function neededSecrets(action: Action): readonly NeededSecret[] {
  switch (action.type) {
    case "container.create":
      return secretsOfContainer(action.container);
    case "container.wait":
      return action.until.kind === "ready" ? placeholders(action.until.probes, "probes") : [];
    case "container.hook":
      return placeholders(action.hook, "lifecycle.postStart");
    case "object.note":
      return placeholders(action.object ?? {}, "data");
    case "volume.create":
      return placeholders(action.volume.driver ?? {}, "volume.options");
    default:
      return [];
  }
}

function placeholders(value: object, what: string): readonly NeededSecret[] {
  return placeholdersIn(JSON.stringify(value)).map((id) => ({ id, what }));
}

function secretsOfContainer(spec: ContainerSpec): readonly NeededSecret[] {
  const texts = [...(spec.command ?? []), ...(spec.args ?? [])];
  return [
    ...spec.env.flatMap((v) => ("secret" in v ? [{ id: v.secret, what: v.name }] : [])),
    ...(spec.secretFiles ?? []).map(({ secret, path }) => ({ id: secret, what: path })),
    ...texts.flatMap(placeholdersIn).map((id) => ({ id, what: "command or args" })),
  ];
}
