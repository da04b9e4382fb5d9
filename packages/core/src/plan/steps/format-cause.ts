import { assertNever } from "../../errors.ts";
import type { Cause, FieldChange, Json } from "./cause.ts";

/** A cause in words, on one line: `env.MY_ENV: "test" -> "prod"`. */
export function formatCause(cause: Cause): string {
  switch (cause.kind) {
    case "missing":
      return "missing";
    case "changed":
      return cause.changes.map(formatFieldChange).join("; ");
    case "drift":
      return `changed by hand: ${cause.changes.map(formatFieldChange).join("; ")}`;
    case "config":
      return formatConfig(cause);
    case "dependency":
      return `init container ${cause.on} runs before it`;
    case "pod":
      return `its pod is made anew with ${cause.with}`;
    case "sandbox":
      return `${cause.name}, the sandbox of its pod, has started again with another network`;
    case "unseen":
      return "cannot be seen from here";
    case "orphaned":
      return "no longer wanted";
    case "leftover":
      return "left by an interrupted apply";
    case "adopted":
      return `taken over from ${cause.from}`;
    case "renamed":
      return `its name was ${cause.from}`;
    case "retry":
      return "did not complete before";
    case "requested":
      return "requested";
    default:
      return assertNever(cause);
  }
}

function formatConfig({ files, unheard, isInDoubt }: Extract<Cause, { readonly kind: "config" }>): string {
  const changed = `${files.join(", ")} changed on the host`;
  if (unheard === undefined) return changed;
  if (isInDoubt)
    return `${changed} (maybe a new file, which the container does not see: signal ${unheard} might not help)`;
  return `${changed} (a new file, which the container does not see: signal ${unheard} would not help)`;
}

/** `path: old -> new`; `(none)` where one side has no value, nothing of a secret. */
export function formatFieldChange(change: FieldChange): string {
  if (change.sensitive === true) return `${change.path}: (sensitive value) changed`;
  return `${change.path}: ${formatValue(change.from)} -> ${formatValue(change.to)}`;
}

const longest = 80;

function formatValue(value: Json | undefined): string {
  if (value === undefined) return "(none)";
  const text = shortenDigest(value) ?? JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A digest needs no quotes, and nobody reads its last 52 digits. */
function shortenDigest(value: Json): string | undefined {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value) ? value.slice(0, 19) : undefined;
}
