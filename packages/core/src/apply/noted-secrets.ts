import type { DesiredState } from "../desired/desired-state.ts";
import { placeholdersIn, revealSecrets } from "../desired/secret-values.ts";
import type { Plan } from "../plan/plan-types.ts";
import { attachSecrets, missingSecretIds, secretsOf } from "../plan/secrets.ts";
import type { Driver } from "./driver.ts";

/**
 * Puts the values beside a plan that it needs, that are not beside it, and that the engine keeps with the objects that it
 * has noted. Nothing is read where none is missing.
 */
export async function withNotedSecrets(
  plan: Plan,
  driver: Pick<Driver, "notedValues">,
  signal?: AbortSignal,
): Promise<Plan> {
  const ids = missingSecretIds(plan);
  if (ids.length === 0 || driver.notedValues === undefined) return plan;
  const found = await driver.notedValues(ids, { signal });
  return attachSecrets(plan, { ...found, ...revealed(secretsOf(plan), found) });
}

/** The same for what is asked and run of containers without a plan: their probes, and what they do before they stop. */
export async function withProbeSecrets(
  desired: DesiredState,
  driver: Pick<Driver, "notedValues">,
  signal?: AbortSignal,
): Promise<DesiredState> {
  const { containers, secrets } = desired;
  const used = placeholdersIn(JSON.stringify(containers.map(({ probes, lifecycle }) => [probes, lifecycle])));
  const ids = used.flatMap((id) => {
    const value = secrets[id];
    return value === undefined ? [id] : placeholdersIn(value);
  });
  if (ids.length === 0 || driver.notedValues === undefined) return desired;
  const found = await driver.notedValues([...new Set(ids)], { signal });
  return { ...desired, secrets: { ...found, ...revealed(secrets, found) } };
}

/** Some were made with others. */
function revealed(
  secrets: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(secrets).map(([id, value]) => [id, revealSecrets(value, found)]));
}
