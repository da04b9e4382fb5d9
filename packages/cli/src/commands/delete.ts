import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { DesiredState, ObservedState, Owner, Plan } from "@hashike/core";
import { attachSecrets, emptyDesiredState, ownerKey, planDelete } from "@hashike/core";
import { kindOf, withKindName } from "../args/kind-words.ts";
import { notFound } from "../args/not-found.ts";
import { flag, number, type RawOptions, text, texts } from "../args/options.ts";
import { matchesOwner, type OwnerRef, ownersIn, ownerWords, parseOwnerRef } from "../args/owner-ref.ts";
import { usageError } from "../args/usage-error.ts";
import { observe } from "../engine/observe.ts";
import { runPlan, showPlan } from "../engine/run-plan.ts";
import { withDriver } from "../engine/with-driver.ts";
import { readLockTimeout, withLock } from "../engine/with-lock.ts";
import { readTexts, toDesiredState } from "../input/desired.ts";
import { schemeOf, stdinAddress } from "../input/load-manifests.ts";
import { outsideValues, standIn } from "../input/outside-values.ts";
import { type Extensions, loadExtensions } from "../modules/extensions.ts";
import { withKubernetes } from "../modules/kinds-for.ts";
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
  const { addresses, names } = await readWords(words, texts(raw, "filename"), context, extensions);
  const inManifests = await readWanted(addresses, context, extensions);

  return withDriver(
    context,
    async (driver) => {
      const observed = await stoppable(context, () =>
        observe(driver, emptyDesiredState(inManifests.owners), context),
      );
      const byName = names.map((name) => findOwner(name, ownersIn(observed)));
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

/** An owner as the user wrote it. */
interface NamedOwner {
  readonly written: string;
  readonly ref: OwnerRef;
}

/** `pod NAME…` in kubectl's words; else each word by itself is an address or a name. */
async function readWords(
  words: readonly string[],
  files: readonly string[],
  { cwd, options: { namespace } }: Context,
  extensions: Extensions,
): Promise<{ addresses: readonly string[]; names: readonly NamedOwner[] }> {
  const isFile = (word: string) => files.includes(word) || isAddress(word, cwd);
  const [first = "", ...rest] = words.slice(0, words.length - files.length);
  if (first === "" || words.every(isFile)) return { addresses: words, names: [] };
  const kinds = await withKubernetes(extensions.kinds);
  const definition = isFile(first) || rest.length === 0 ? undefined : kindOf(first, kinds);
  if (definition !== undefined) {
    const { kind, isClusterWide } = definition;
    const given = namespace === undefined || isClusterWide ? { kind } : { kind, namespace };
    return { addresses: files, names: rest.map((name) => ({ written: name, ref: { ...given, name } })) };
  }
  return {
    addresses: words.filter(isFile),
    names: words
      .filter((word) => !isFile(word))
      .map((word) => ({ written: word, ref: withKindName(parseOwnerRef(word, namespace), kinds) })),
  };
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
    lenient: "everything",
    // What is to go needs no value that has gone before it.
    outsideValue: async (request) => {
      const value = await read(request);
      return value.kind === "found" ? value : standIn;
    },
  });
}

function findOwner({ written, ref }: NamedOwner, owners: readonly Owner[]): Owner {
  const found = owners.filter((owner) => matchesOwner(owner, ref));
  const [only, another] = found;
  if (only === undefined)
    throw notFound(
      ref.name === written && ref.kind !== undefined ? ref.kind : "file or owner",
      written,
      owners.map(ownerWords),
    );
  if (another === undefined) return only;
  throw usageError(
    `${written} is not one owner but ${joinWords(found.map(ownerKey))}`,
    "say which one with --namespace, or write it in full",
  );
}

function keptText({ unchanged }: Plan): string {
  const volumes = unchanged.filter((t) => t.kind === "volume").map((t) => t.name);
  if (volumes.length === 0) return "";
  const noun = volumes.length === 1 ? "volume" : "volumes";
  return `Kept ${noun} ${joinWords(volumes)}, with the data in ${volumes.length === 1 ? "it" : "them"}: --volumes removes ${volumes.length === 1 ? "it" : "them"}.\n`;
}
