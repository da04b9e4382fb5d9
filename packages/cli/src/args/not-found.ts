import { didYouMean, HashikeError } from "@hashike/core";

/** Something named on the command line that the engine does not have. */
export function notFound(what: string, name: string, known: readonly string[]): HashikeError {
  const similar = didYouMean(name, known);
  return new HashikeError("NOT_FOUND", `no ${what} ${name}`, {
    hint: similar === undefined ? "`hashike get` lists what there is" : `did you mean ${similar}?`,
  });
}
