import type { Driver, ManifestText, Plan, SavedPlan } from "@hashike/core";
import { attachSecrets, HashikeError, missingSecrets, withNotedSecrets } from "@hashike/core";
import type { Extensions } from "../modules/extensions.ts";
import type { Context } from "../process/context.ts";
import { readTexts } from "./desired.ts";
import { stdinAddress } from "./load-manifests.ts";
import { wantedBy } from "./wanted.ts";

/** Told by its name, or by how its text begins, so that a cut or an edited one is not taken for a manifest. */
export function isSavedPlan({ file, text }: ManifestText): boolean {
  return /\.plan\.json$/i.test(file) || /^\s*\{\s*"format"\s*:\s*"hashike-plan\//.test(text);
}

/**
 * Puts the secrets beside a plan that was read from a file: it holds none, so they are read again from the engine, as far as
 * earlier applies left them there, and from where the plan was made from.
 * @param manifests given with the plan; without them the addresses in the plan are read
 * @throws HashikeError `PLAN_SECRET_MISSING` when a value is not there any more, or is another
 */
export async function findSecrets(
  { plan: saved, sources }: SavedPlan,
  manifests: readonly ManifestText[],
  driver: Driver,
  context: Context,
  extensions: Extensions,
): Promise<Plan> {
  const plan = await withNotedSecrets(saved, driver, context.signal);
  if (missingSecrets(plan).length === 0) return plan;
  const addresses = sources.filter((address) => address !== stdinAddress);
  const texts = manifests.length > 0 ? manifests : await readTexts(addresses, context, extensions.sources);
  // Namespaces do not change what a secret is, and the plan keeps the ones it was made with.
  const wanted = texts.length === 0 ? undefined : await wantedBy(texts, [], context, extensions);
  const { secrets } = (await wanted?.(driver)) ?? { secrets: {} };
  const complete = attachSecrets(plan, secrets);
  const missing = missingSecrets(complete);
  if (missing.length === 0) return complete;
  throw new HashikeError(
    "PLAN_SECRET_MISSING",
    `the values of these variables are not at hand: ${missing.join(", ")}`,
    {
      hint: sources.includes(stdinAddress)
        ? "a saved plan holds no secrets: give the manifest too, `hashike apply PLAN MANIFEST`"
        : "they have changed since the plan was made: make it again with `hashike plan --out FILE`",
    },
  );
}
