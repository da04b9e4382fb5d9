import { type Problem, quote } from "@hashike/core/kinds";
import { checkHook } from "./helm-hooks.ts";

const nameOfKubernetes = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** Templates make names that a cluster would refuse; here they do no harm. */
export function* checkObjectName(
  metadata: (Parameters<typeof checkHook>[0] & { readonly name?: string | undefined }) | undefined,
): Generator<Problem> {
  yield* checkHook(metadata);
  const name = metadata?.name;
  if (name === undefined || name === "" || nameOfKubernetes.test(name)) return;
  yield {
    severity: "notice",
    path: ["metadata", "name"],
    message: `${quote(name)} is no name that Kubernetes takes; it is used as it is`,
    hint: "write lower case letters, digits, - and .",
  };
}
