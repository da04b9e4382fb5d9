import type { ApplyResult, Driver, ManifestText, ObservedState, Plan, SavedPlan } from "@hashike/core";
import {
  decodeSavedPlan,
  findMovedFacts,
  HashikeError,
  plan as makePlan,
  withSeenFiles,
} from "@hashike/core";
import { optionTable, planning, reading } from "../args/command-table.ts";
import { flag, number, type RawOptions, text, texts } from "../args/options.ts";
import { readPlanOptions } from "../args/plan-options.ts";
import { usageError } from "../args/usage-error.ts";
import { observe } from "../engine/observe.ts";
import { runPlan, showPlan } from "../engine/run-plan.ts";
import { withDriver } from "../engine/with-driver.ts";
import { readLockTimeout, withLock } from "../engine/with-lock.ts";
import { readTexts } from "../input/desired.ts";
import { findSecrets, isSavedPlan } from "../input/saved-plan.ts";
import { wantedBy } from "../input/wanted.ts";
import { type Extensions, loadExtensions } from "../modules/extensions.ts";
import type { Context } from "../process/context.ts";
import type { Outcome } from "../process/outcome.ts";
import { stoppable } from "../process/stoppable.ts";
import { shortDigests } from "../render/words/image-words.ts";

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
  const waitSeconds = readLockTimeout(raw);
  const file = onlyOne(saved);
  const given = { addresses, manifests, raw, context, extensions };
  const planFor = file === undefined ? await wantedByManifests(given) : wantedBySavedPlan(file, given);
  const run = async (driver: Driver) => {
    const planned = (seen?: SeenFiles) => stoppable(context, () => planFor(driver, seen));
    const first = await planned();
    if (flag(raw, "dryRun")) return showPlan(first, context, options);
    // A timer that finds nothing to do writes nothing, also no lock.
    if (first.actions.length === 0) {
      return runPlan(first, driver, context, { ...options, signal: context.signal });
    }
    return withLock(driver, first.owners, waitSeconds, context, async (held) =>
      // Somebody may have applied while this one waited.
      runPlan(await planned(), driver, context, {
        ...options,
        ...held,
        // A saved plan is carried out as it is, or not at all.
        ...(file === undefined ? { planAgain: planned } : {}),
      }),
    );
  };
  return await withDriver(context, run, extensions);
}

/** What is to be carried out, of the input; planning it takes an engine. */
type PlanFor = (driver: Driver, seen?: SeenFiles) => Promise<Plan>;

/** What an apply has just seen of files that cannot be seen from here. */
type SeenFiles = ApplyResult["mountedFiles"];

interface Given {
  readonly addresses: readonly string[];
  readonly manifests: readonly ManifestText[];
  readonly raw: RawOptions;
  readonly context: Context;
  readonly extensions: Extensions;
}

async function wantedByManifests(given: Given): Promise<PlanFor> {
  const { addresses, manifests, raw, context, extensions } = given;
  const wanted = await wantedBy(manifests, addresses, context, {
    kinds: extensions.kinds,
    networks: texts(raw, "network"),
  });
  return async (driver, seen) => {
    const desired = await wanted(driver);
    const observed = withSeenFiles(await observe(driver, desired, context), seen);
    context.log.info(`observed ${observed.engine.description}`);
    return context.timings.measure("plan", () => makePlan(desired, observed, readPlanOptions(raw)));
  };
}

function onlyOne(saved: readonly ManifestText[]): ManifestText | undefined {
  if (saved.length > 1) throw usageError("only one saved plan can be carried out at a time");
  return saved[0];
}

/** Its plan is refused with `PLAN_STALE`, naming what has moved since it was made. */
function wantedBySavedPlan(file: ManifestText, { manifests, raw, context, extensions }: Given): PlanFor {
  const option = ([...planning, ...reading, "noWait", "namespace"] as const).find(
    (name) => raw[name] !== undefined,
  );
  if (option !== undefined) {
    throw usageError(
      `--${optionTable[option].long} is for making a plan: a saved one is carried out as it is`,
      "leave it out, or make the plan again with it",
    );
  }
  const decoded = decodeSavedPlan(file.text);
  return async (driver) => {
    const observed = await observe(driver, decoded.desired, context);
    refuseMoved(file.file, decoded, observed);
    return findSecrets(decoded, manifests, driver, context, extensions);
  };
}

function refuseMoved(file: string, decoded: SavedPlan, observed: ObservedState): void {
  const moved = findMovedFacts(decoded, observed);
  if (moved.length > 0) {
    throw new HashikeError(
      "PLAN_STALE",
      `${file}: what the plan was made from has changed; nothing was done`,
      {
        details: moved.map(({ subject, planned, found }) =>
          shortDigests(`${subject}: was ${planned}, is ${found}`),
        ),
        hint: "make the plan again with `hashike plan --out FILE`",
      },
    );
  }
}
