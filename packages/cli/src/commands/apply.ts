import type { Driver, ManifestText, Plan } from "@hashike/core";
import { decodeSavedPlan, findMovedFacts, HashikeError, plan as makePlan } from "@hashike/core";
import { optionTable } from "../command-table.ts";
import type { Context } from "../context.ts";
import { readTexts, toDesiredState, toManifests } from "../desired.ts";
import { type Extensions, loadExtensions } from "../extensions.ts";
import { observe } from "../observe.ts";
import { flag, number, type RawOptions, text, texts } from "../options.ts";
import type { Outcome } from "../outcome.ts";
import { shortDigests } from "../render/image-words.ts";
import { runPlan, showPlan } from "../run-plan.ts";
import { findSecrets, isSavedPlan } from "../saved-plan.ts";
import { stoppable } from "../stoppable.ts";
import { usageError } from "../usage-error.ts";
import { withDriver } from "../with-driver.ts";

/** `hashike apply FILE…`: makes the containers as the manifests say, or carries out a saved plan. */
export async function apply(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const options = {
    json: text(raw, "output") === "json",
    verbose: flag(raw, "verbose"),
    concurrency: number(raw, "concurrency"),
  };
  const extensions = await loadExtensions(context.options.importModules, context.cwd);
  const all = await readTexts(addresses, context, extensions.sources);
  const saved = all.filter((t) => addresses.includes(t.file) && isSavedPlan(t));
  const manifests = all.filter((t) => !saved.includes(t));
  const run = async (driver: Driver) => {
    const plan = await stoppable(context, () =>
      saved[0] === undefined
        ? planManifests(manifests, raw, context, driver)
        : takeSavedPlan({ saved, manifests, raw, context, driver, extensions }),
    );
    return flag(raw, "dryRun") ? showPlan(plan, context, options) : runPlan(plan, driver, context, options);
  };
  return await withDriver(context, run, extensions);
}

async function planManifests(
  manifests: readonly ManifestText[],
  raw: RawOptions,
  context: Context,
  driver: Driver,
): Promise<Plan> {
  const desired = toDesiredState(toManifests(manifests, context), context, texts(raw, "network"));
  const observed = await observe(driver, desired, context);
  context.log.info(`observed ${observed.engine.description}`);
  return context.timings.measure("plan", () =>
    makePlan(desired, observed, { takeOver: flag(raw, "takeOver") }),
  );
}

interface SavedPlanInput {
  readonly saved: readonly ManifestText[];
  readonly manifests: readonly ManifestText[];
  readonly raw: RawOptions;
  readonly context: Context;
  readonly driver: Driver;
  readonly extensions: Extensions;
}

/** @throws HashikeError `PLAN_STALE`, naming what has moved since the plan was made */
async function takeSavedPlan({
  saved,
  manifests,
  raw,
  context,
  driver,
  extensions,
}: SavedPlanInput): Promise<Plan> {
  const [file, another] = saved;
  if (file === undefined || another !== undefined)
    throw usageError("only one saved plan can be carried out at a time");
  const option = (["network", "takeOver", "namespace"] as const).find((name) => raw[name] !== undefined);
  if (option !== undefined) {
    throw usageError(
      `--${optionTable[option].long} is for making a plan: a saved one is carried out as it is`,
      "leave it out, or make the plan again with it",
    );
  }
  const decoded = decodeSavedPlan(file.text);
  const observed = await observe(driver, decoded.desired, context);
  const moved = findMovedFacts(decoded, observed);
  if (moved.length > 0) {
    throw new HashikeError(
      "PLAN_STALE",
      `${file.file}: what the plan was made from has changed; nothing was done`,
      {
        details: moved.map(({ subject, planned, found }) =>
          shortDigests(`${subject}: was ${planned}, is ${found}`),
        ),
        hint: "make the plan again with `hashike plan --out`",
      },
    );
  }
  return findSecrets(decoded, manifests, context, extensions);
}
