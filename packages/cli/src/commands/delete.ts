import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { DesiredState, ObservedState, Owner, Plan } from "@hashike/core";
import { attachSecrets, emptyDesiredState, ownerKey, planDelete } from "@hashike/core";
import { notFound } from "../args/not-found.ts";
import { flag, number, type RawOptions, text, texts } from "../args/options.ts";
import { matchesOwner, ownersIn, ownerWords, parseOwnerRef } from "../args/owner-ref.ts";
import { usageError } from "../args/usage-error.ts";
import { observe } from "../engine/observe.ts";
import { runPlan, showPlan } from "../engine/run-plan.ts";
import { withDriver } from "../engine/with-driver.ts";
import { readLockTimeout, withLock } from "../engine/with-lock.ts";
import { readTexts, toDesiredState } from "../input/desired.ts";
import { schemeOf, stdinAddress } from "../input/load-manifests.ts";
import { outsideValues, standIn } from "../input/outside-values.ts";
import { type Extensions, loadExtensions } from "../modules/extensions.ts";
import type { Context } from "../process/context.ts";
import type { Outcome } from "../process/outcome.ts";
import { stoppable } from "../process/stoppable.ts";
import { joinWords } from "../render/words/target-words.ts";

/** `hashike delete FILE|NAME…`: removes what manifests or owners brought up; their volumes only when asked for. */
export async function deleteOwned(
  words: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const options = {
    json: text(raw, "output") === "json",
    verbose: flag(raw, "verbose"),
    concurrency: number(raw, "concurrency"),
  };
  const waitSeconds = readLockTimeout(raw);
  const extensions = await loadExtensions(context.options.importModules, context.cwd);
  const files = texts(raw, "filename");
  const isFile = (word: string) => files.includes(word) || isAddress(word, context.cwd);
  const addresses = words.filter(isFile);
  const names = words.filter((word) => !isFile(word));
  const inManifests = await readWanted(addresses, context, extensions);

  return withDriver(
    context,
    async (driver) => {
      const observed = await stoppable(context, () =>
        observe(driver, emptyDesiredState(inManifests.owners), context),
      );
      const byName = names.map((name) => findOwner(name, ownersIn(observed), context.options.namespace));
      const owners = [...new Map([...inManifests.owners, ...byName].map((o) => [ownerKey(o), o])).values()];
      const externalVolumes = inManifests.volumes.filter((v) => v.external).map((v) => v.name);
      const wishes = { volumes: flag(raw, "volumes"), externalVolumes };
      const planFrom = (found: ObservedState) =>
        attachSecrets(planDelete(owners, found, wishes), inManifests.secrets);
      const plan = planFrom(observed);
      const outcome = flag(raw, "dryRun")
        ? showPlan(plan, context, options)
        : await withLock(driver, owners, waitSeconds, context, async (held) => {
            // Somebody may have applied while this one waited.
            const now = await driver.observe(emptyDesiredState(owners), { signal: held.signal });
            return runPlan(planFrom(now), driver, context, { ...options, ...held });
          });
      return { ...outcome, text: (style) => `${outcome.text?.(style) ?? ""}${keptText(plan)}` };
    },
    extensions,
  );
}

/** A name is what is not there as a file, has no scheme and does not look like a manifest's path. */
function isAddress(word: string, cwd: string): boolean {
  if (word === stdinAddress || schemeOf(word) !== "file" || /^file:/i.test(word)) return true;
  return /\.(ya?ml|json)$/i.test(word) || /^[./]/.test(word) || existsSync(resolve(cwd, word));
}

/** What is to be removed; and the secrets that its `preStop` may need. */
async function readWanted(
  addresses: readonly string[],
  context: Context,
  extensions: Extensions,
): Promise<Pick<DesiredState, "owners" | "secrets" | "volumes">> {
  if (addresses.length === 0) return { owners: [], secrets: {}, volumes: [] };
  const read = outsideValues(context);
  return toDesiredState(await readTexts(addresses, context, extensions.sources), context, {
    kinds: extensions.kinds,
    // What is to go needs no value that has gone before it.
    outsideValue: async (request) => {
      const value = await read(request);
      return value.kind === "found" ? value : standIn;
    },
  });
}

function findOwner(name: string, owners: readonly Owner[], namespace: string | undefined): Owner {
  const found = owners.filter((owner) => matchesOwner(owner, parseOwnerRef(name, namespace)));
  const [only, another] = found;
  if (only === undefined) throw notFound("file or owner", name, owners.map(ownerWords));
  if (another === undefined) return only;
  throw usageError(
    `${name} is not one owner but ${joinWords(found.map(ownerKey))}`,
    "say which one with --namespace, or write it in full",
  );
}

function keptText({ unchanged }: Plan): string {
  const volumes = unchanged.filter((t) => t.kind === "volume").map((t) => t.name);
  if (volumes.length === 0) return "";
  const noun = volumes.length === 1 ? "volume" : "volumes";
  return `Kept ${noun} ${joinWords(volumes)}, with the data in ${volumes.length === 1 ? "it" : "them"}: --volumes removes ${volumes.length === 1 ? "it" : "them"}.\n`;
}
