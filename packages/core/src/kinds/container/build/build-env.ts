import type { EnvVar } from "../../../desired/desired-state.ts";
import { placeholdersIn, type Secrets, secretPlaceholder } from "../../../desired/secret-values.ts";
import { isSensitive } from "../../../desired/sensitive.ts";
import { expandVariables } from "../../../manifest/values/expand-variables.ts";
import type { Variable } from "./outside-variables.ts";

/** A container's variables, and the texts that may refer to them. */
export interface ExpandedEnv {
  readonly env: readonly EnvVar[];
  /** Puts the variables into a text; a sensitive one as its placeholder. */
  readonly expand: (text: string) => string;
}

/**
 * Expands `$(NAME)` from left to right: a variable sees those before it, `command` and `args` see all.
 * A name that is given twice keeps its first place and its last value.
 * Source: kubernetes/kubernetes pkg/kubelet, makeEnvironmentVariables; third_party/forked/golang/expansion.
 */
export function expandEnv(variables: readonly Variable[], secrets: Secrets): ExpandedEnv {
  const values = new Map<string, string>();
  const shown = new Map<string, string>();
  const env = new Map<string, EnvVar>();
  for (const { name, value, outside = false, verbatim = outside, secret } of variables) {
    if (secret !== undefined) {
      values.set(name, secretPlaceholder(secret));
      shown.set(name, secretPlaceholder(secret));
      env.set(name, { name, secret });
      continue;
    }
    // What comes from elsewhere is a value, and no text to put others into.
    const plain = verbatim ? value : expandVariables(value, (other) => values.get(other));
    const masked = verbatim ? value : expandVariables(value, (other) => shown.get(other));
    values.set(name, plain);
    // A value made with a secret is one, whatever its own name says.
    if (outside || masked !== plain || placeholdersIn(plain).length > 0 || isSensitive(name, plain)) {
      const id = secrets.add(name, plain);
      shown.set(name, secretPlaceholder(id));
      env.set(name, { name, secret: id });
    } else {
      shown.set(name, plain);
      env.set(name, { name, value: plain });
    }
  }
  return {
    env: [...env.values()],
    expand: (text) => expandVariables(text, (name) => shown.get(name)),
  };
}
