import { type ObservedContainer, ownerKey } from "@hashike/core";
import { usageError } from "../args/usage-error.ts";
import { joinWords } from "../render/words/target-words.ts";
import { findLogged, type LoggedWords } from "./find-logged.ts";
import { inPlace } from "./kind-resources.ts";
import { shortName } from "./short-name.ts";

export interface FoundContainer {
  readonly container: ObservedContainer;
  /** Which one was taken where none was named, and there are several, in kubectl's words. */
  readonly defaulted?: string;
}

/**
 * The one container that a name asks for: the one of that name; else the first of the owner of that name, or that which is
 * named besides. Of an owner that has several pods, it is in one that runs.
 * @throws HashikeError `NOT_FOUND`; `USAGE` when several owners are called so
 */
export function findContainer(
  words: LoggedWords,
  all: readonly ObservedContainer[],
  namespace: string | undefined,
): FoundContainer {
  const found = inPlace(findLogged(words, all, namespace));
  const owners = [
    ...new Set(
      found.flatMap(({ ownership }) => (ownership.kind === "owned" ? ownerKey(ownership.owner) : [])),
    ),
  ];
  if (owners.length > 1) {
    throw usageError(
      `${words.name} is not one owner but ${joinWords(owners)}`,
      "say which one with --namespace, or write it in full",
    );
  }
  const pod = ofOnePod(found);
  const mains = pod.filter(({ role }) => role === "main" || role === undefined).sort(byPosition);
  const inits = pod.filter((c) => !mains.includes(c));
  const [container = inits[0]] = mains;
  if (container === undefined) throw new Error("nothing was found, and nobody said so");
  if (words.container !== undefined || pod.length === 1) return { container };
  const names = [...mains.map(shortName), ...inits.map((c) => `${shortName(c)} (init)`)];
  return {
    container,
    defaulted: `Defaulted container "${shortName(container)}" out of: ${names.join(", ")}\n`,
  };
}

function ofOnePod(found: readonly ObservedContainer[]): readonly ObservedContainer[] {
  const one = found.find(({ role, state }) => role === "main" && state === "running") ?? found[0];
  return found.filter(({ podName }) => podName === one?.podName);
}

function byPosition(a: ObservedContainer, b: ObservedContainer): number {
  return (a.position ?? 0) - (b.position ?? 0);
}
