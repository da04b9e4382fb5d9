import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { encodeSavedPlan, plan as makePlan, type Plan } from "@hashike/core";
import { flag, type RawOptions, texts } from "../args/options.ts";
import { readPlanOptions } from "../args/plan-options.ts";
import { usageError } from "../args/usage-error.ts";
import { observe } from "../engine/observe.ts";
import { withDriver } from "../engine/with-driver.ts";
import { withoutSecrets } from "../input/address-secrets.ts";
import { readTexts } from "../input/desired.ts";
import { stdinAddress } from "../input/load-manifests.ts";
import { wantedBy } from "../input/wanted.ts";
import { loadExtensions } from "../modules/extensions.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { readPlanOutput } from "../render/plan-output.ts";
import { isOnlyNotes, planText } from "../render/plan-text.ts";

/** `hashike plan FILE…`: shows what apply would do, and saves it when a file is given. Changes nothing. */
export async function plan(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const { json, file } = readPlanOutput(raw);
  if (file !== undefined && flag(raw, "driftOnly")) {
    throw usageError("a plan of drift alone cannot be saved", "leave --drift-only or the file out");
  }
  const extensions = await loadExtensions(context.options.importModules, context.cwd);
  const manifests = await readTexts(addresses, context, extensions.sources);
  const wanted = await wantedBy(manifests, addresses, context, {
    kinds: extensions.kinds,
    networks: texts(raw, "network"),
  });
  const { desired, observed } = await withDriver(
    context,
    async (driver) => {
      const desired = await wanted(driver);
      return { desired, observed: await observe(driver, desired, context) };
    },
    extensions,
  );
  context.log.info(`observed ${observed.engine.description}`);

  const whole = context.timings.measure("plan", () => makePlan(desired, observed, readPlanOptions(raw)));
  const made = flag(raw, "driftOnly") ? driftOf(whole) : whole;
  for (const notice of made.notices) context.log.notice(notice);
  if (file !== undefined) {
    await save(
      resolve(context.cwd, file),
      file,
      encodeSavedPlan({ plan: made, desired, sources: addresses.map(readAgain) }),
    );
  }
  const saved =
    file === undefined ? "" : `\nSaved to ${file}. Carry out exactly this with: hashike apply ${file}\n`;
  // What is only noted changes nothing.
  const pending = !isOnlyNotes(made) && flag(raw, "detailedExitcode");
  return {
    exitCode: pending ? exitCode.changesPending : exitCode.done,
    data: { ...made, timings: context.timings.data() },
    text: (style) => planText(made, { style, verbose: flag(raw, "verbose") }) + saved,
    format: json ? "json" : "text",
  };
}

/** Only to be looked at: what is left out may be what the rest waits for. */
function driftOf(plan: Plan): Plan {
  const changes = plan.changes.filter((change) => change.cause.kind === "drift");
  const ids = new Set(changes.flatMap((change) => change.actionIds));
  return { ...plan, changes, actions: plan.actions.filter((action) => ids.has(action.id)), heldBack: [] };
}

/** A plan holds no secrets, so a URL with one in it counts as what cannot be read again, like standard input. */
function readAgain(address: string): string {
  return withoutSecrets(address) === address ? address : stdinAddress;
}

async function save(path: string, shown: string, content: string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw usageError(
      `cannot write ${shown}: ${reason}`,
      "name a file in a folder that exists and may be written to",
    );
  }
}
