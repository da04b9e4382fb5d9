import type { DesiredState, ErrorData, Owner } from "@hashike/core";
import { errorToData, isHashikeError, ownerKey } from "@hashike/core";
import { type RawOptions, text } from "../args/options.ts";
import { ownerWords } from "../args/owner-ref.ts";
import { readTexts, toDesiredState } from "../input/desired.ts";
import { standIn } from "../input/outside-values.ts";
import { loadExtensions } from "../modules/extensions.ts";
import type { Context } from "../process/context.ts";
import { exitCode, exitCodeOf } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { errorText } from "../render/error-text.ts";
import { count } from "../render/words/target-words.ts";

/** `hashike validate FILE…`: reports every mistake at once. Needs no engine. */
export async function validate(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const extensions = await loadExtensions(context.options.importModules, context.cwd);
  const texts = await readTexts(addresses, context, extensions.sources);
  const format = text(raw, "output") === "json" ? "json" : "text";
  try {
    const { kinds } = extensions;
    const desired = await toDesiredState(texts, context, {
      kinds,
      // Values and other objects are where the containers are to run, not where manifests are checked.
      outsideValue: async () => standIn,
      lenient: "missing objects",
    });
    for (const notice of desired.notices) context.log.notice(notice);
    return { ...validOutcome(desired), format };
  } catch (error) {
    if (!isHashikeError(error) || exitCodeOf(error.code) !== exitCode.invalid) throw error;
    return { ...invalidOutcome(errorToData(error), context), format };
  }
}

function validOutcome(desired: DesiredState): Outcome {
  const owners = desired.owners.map((owner) => ({ ...owner, containers: containersOf(owner, desired) }));
  return {
    exitCode: exitCode.done,
    data: { valid: true, owners, notices: desired.notices },
    text: () =>
      [
        ...owners.map(({ containers, ...owner }) =>
          [
            `${ownerWords(owner)} in ${owner.namespace}`,
            ...(containers.length === 0 ? [] : [containers.join(", ")]),
          ].join(": "),
        ),
        `Valid: ${count(owners.length, "manifest")}, ${count(desired.containers.length, "container")}.`,
        "",
      ].join("\n"),
  };
}

function invalidOutcome(error: ErrorData, context: Context): Outcome {
  return {
    exitCode: exitCode.invalid,
    data: { valid: false, error },
    trouble: (style) => errorText(error, { style, texts: context.shownTexts }),
  };
}

function containersOf(owner: Owner, desired: DesiredState): readonly string[] {
  return desired.containers.filter((c) => ownerKey(c.owner) === ownerKey(owner)).map((c) => c.name);
}
