import type { KindDefinition, Kinds } from "@hashike/core";
import { resourceKinds } from "./command-table.ts";
import type { OwnerRef } from "./owner-ref.ts";
import { usageError } from "./usage-error.ts";

/** The kind that a word means, as kubectl takes it: `pod`, `pods`, `po` or `deployment.apps`, in any case. */
export function kindOf(word: string, kinds: Kinds): KindDefinition | undefined {
  const lower = word.toLowerCase();
  return kinds.all.find(({ kind, plural, shortNames, group }) =>
    [kind.toLowerCase(), plural, ...shortNames].some(
      (name) => lower === name || lower === `${name}.${group}`,
    ),
  );
}

/** The same owner, with its kind by its name where it was written in another way: `po/web` is `Pod/web`. */
export function withKindName(ref: OwnerRef, kinds: Kinds): OwnerRef {
  const kind = ref.kind === undefined ? undefined : kindOf(ref.kind, kinds)?.kind;
  return kind === undefined ? ref : { ...ref, kind };
}

/** What `get` is to list: things of the engine, or owners of a kind. */
export interface ResourceWords {
  readonly kind: (typeof resourceKinds)[number] | KindDefinition;
  /** Empty: all. */
  readonly names: readonly string[];
}

/**
 * `pods web`, `po/web`; or `web`, the container: a first word that is no kind is a name.
 * @throws HashikeError `USAGE` for several kinds at once
 */
export function readResourceWords(words: readonly string[], kinds: Kinds): ResourceWords {
  const [first = "", ...rest] = words;
  const resource = resourceKinds.find((k) => k === first || k.slice(0, -1) === first);
  if (resource !== undefined) return { kind: resource, names: rest };
  const [prefix = "", slash] = first.split("/");
  const kind = kindOf(prefix, kinds);
  if (kind === undefined) return { kind: "containers", names: words };
  return { kind, names: (slash === undefined ? rest : words).map((word) => nameOf(word, kind, kinds)) };
}

function nameOf(word: string, kind: KindDefinition, kinds: Kinds): string {
  const [prefix = "", name] = word.split("/");
  if (name === undefined) return word;
  if (kindOf(prefix, kinds) === kind) return name;
  throw usageError(`${word} is not of kind ${kind.kind}`, "list one kind at a time");
}
