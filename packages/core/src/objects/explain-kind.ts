import { kubernetesKinds } from "../kinds/hashike/unsupported.ts";
import { findKind, type KindDefinition, kindNames } from "../kinds/kinds.ts";
import { didYouMean } from "../manifest/did-you-mean.ts";
import type { Problem } from "../manifest/problem.ts";
import { quote } from "../manifest/safe-text.ts";

const example = "begin it with apiVersion: v1 and kind: Hashike";

/** Finds the kind of a document, or the one reason why it cannot be read. */
export function resolveKind(value: unknown): KindDefinition | Problem {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { path: [], message: "this is not a manifest: a manifest is a mapping", hint: example };
  }
  const { kind, apiVersion } = value as { readonly kind?: unknown; readonly apiVersion?: unknown };
  if (kind === undefined || kind === null) {
    if ("services" in value) {
      return {
        path: [],
        message: "this is a compose file, not a manifest",
        hint: "write it as kind: Hashike",
      };
    }
    return { path: ["kind"], message: "is missing", hint: example };
  }
  if (typeof kind !== "string")
    return { path: ["kind"], message: "must be a string", hint: "write kind: Hashike" };
  return findKind(kind, apiVersion) ?? explainKind(kind);
}

function explainKind(kind: string): Problem {
  if (kubernetesKinds.has(kind)) {
    return {
      path: ["kind"],
      message: `kind ${kind} of Kubernetes is not supported`,
      hint: "list its containers in a manifest of kind: Hashike",
    };
  }
  const similar = didYouMean(kind, kindNames);
  return {
    path: ["kind"],
    message: `${quote(kind)} is not a known kind`,
    hint: similar === undefined ? "write kind: Hashike" : `did you mean ${similar}?`,
  };
}
