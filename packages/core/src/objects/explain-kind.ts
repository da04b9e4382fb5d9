import type { KindDefinition } from "../kinds/kind-definition.ts";
import type { Kinds } from "../kinds/kinds.ts";
import { apiVersionsOf } from "../kinds/object-schema.ts";
import { didYouMean } from "../manifest/did-you-mean.ts";
import type { Problem } from "../manifest/problem.ts";
import { alternatives, quote } from "../manifest/safe-text.ts";
import { kubernetesKinds } from "./kubernetes-kinds.ts";

/** Finds the kind of a document, or the one reason why it cannot be read. */
export function resolveKind(value: unknown, kinds: Kinds): KindDefinition | Problem {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return {
      path: [],
      message: "this is not a manifest: a manifest is a mapping",
      hint: `begin it with ${beginnings(kinds)}`,
    };
  }
  const { kind, apiVersion } = value as { readonly kind?: unknown; readonly apiVersion?: unknown };
  if (kind === undefined || kind === null) {
    if ("services" in value) {
      const hint = `write it as ${kindWords(kinds)}`;
      return { path: [], message: "this is a compose file, not a manifest", hint };
    }
    return { path: ["kind"], message: "is missing", hint: `begin it with ${beginnings(kinds)}` };
  }
  if (typeof kind !== "string")
    return { path: ["kind"], message: "must be a string", hint: `write ${kindWords(kinds)}` };
  return kinds.find(kind, apiVersion) ?? explainKind(kind, kinds);
}

/** How manifests begin: `apiVersion: apps/v1 and kind: Deployment`. */
export function beginnings({ all }: Kinds): string {
  return alternatives(all.map((one) => `apiVersion: ${apiVersionsOf(one)[0]} and kind: ${one.kind}`));
}

function explainKind(kind: string, kinds: Kinds): Problem {
  if (kubernetesKinds.has(kind)) {
    return {
      path: ["kind"],
      message: `kind ${kind} of Kubernetes is not supported`,
      hint: `list its containers in a manifest of kind: ${kinds.all[0]?.kind}`,
    };
  }
  const names = kinds.all.map((one) => one.kind);
  const similar = didYouMean(kind, names);
  return {
    path: ["kind"],
    message: `${quote(kind)} is not a known kind`,
    hint: similar === undefined ? `write ${kindWords(kinds)}` : `did you mean ${similar}?`,
  };
}

function kindWords({ all }: Kinds): string {
  return `kind: ${alternatives(all.map(({ kind }) => kind))}`;
}
