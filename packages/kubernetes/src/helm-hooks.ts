import type { Problem } from "@hashike/core/kinds";
import { field } from "./field.ts";

const hook = "helm.sh/hook";

/** Whether an object is only there for `helm test`. */
export function isTestHook(object: unknown): boolean {
  const value = Reflect.get(field(field(object, "metadata"), "annotations"), hook);
  return typeof value === "string" && value.split(",").every((one) => one.trim().startsWith("test"));
}

/** What Helm would run at a time of its own. */
export function* checkHook(
  metadata: { readonly annotations?: Readonly<Record<string, string | undefined>> | undefined } | undefined,
): Generator<Problem> {
  if (!metadata?.annotations?.[hook]) return;
  const message = "is taken for an object like any other: only Helm runs hooks";
  yield {
    severity: "notice",
    path: ["metadata", "annotations", hook],
    message,
    hint: "leave the object out, or use helm install",
  };
}
