import { type Problem, quote } from "@hashike/core/kinds";
import { field } from "./field.ts";

/** That what runs under an account with rights will ask an API server for what it needs them for. */
export function tellOfAccount(binding: unknown, all: readonly unknown[]): Problem | undefined {
  const subjects = Object.values(field(binding, "subjects"));
  for (const [index, subject] of subjects.entries()) {
    const { kind, name, namespace } = namesOf(subject);
    if (kind !== "ServiceAccount" || name === undefined) continue;
    const workload = all.find((object) => {
      const own = namesOf(field(object, "metadata")).namespace;
      return (
        accountOf(object) === name && (own === namespace || own === undefined || namespace === undefined)
      );
    });
    if (workload === undefined) continue;
    const who = `${namesOf(workload).kind} ${quote(namesOf(field(workload, "metadata")).name ?? "")}`;
    return {
      severity: "notice",
      path: ["subjects", index, "name"],
      message: `${who} runs as ${quote(name)}, which has rights at an API server: there is none, and what asks it fails`,
    };
  }
  return undefined;
}

/** The account of an object's pods; `undefined` for what has none. */
function accountOf(object: unknown): string | undefined {
  const spec = field(object, "spec");
  const template = field(field(field(field(spec, "jobTemplate"), "spec"), "template"), "spec");
  const pods = [spec, field(field(spec, "template"), "spec"), template];
  const pod = pods.find((one) => "containers" in one);
  if (pod === undefined) return undefined;
  const { serviceAccountName } = pod as { readonly serviceAccountName?: unknown };
  return typeof serviceAccountName === "string" && serviceAccountName !== "" ? serviceAccountName : "default";
}

/** Those that are texts. */
function namesOf(object: unknown): {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
} {
  return Object.fromEntries(Object.entries(Object(object)).filter(([, value]) => typeof value === "string"));
}
