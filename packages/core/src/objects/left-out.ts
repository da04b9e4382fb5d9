import type { Diagnostic } from "../errors.ts";
import type { IgnoredKind, Kinds } from "../kinds/kinds.ts";
import { toDiagnostic } from "../manifest/problem.ts";
import { safeText } from "../manifest/safe-text.ts";
import type { YamlDocument } from "../manifest/yaml/parse-yaml.ts";

interface LeftOut {
  readonly first: YamlDocument;
  readonly kind: string;
  readonly reason: string | undefined;
  count: number;
}

/** What of a text is accepted and left out, by its kind. */
export interface LeftOutObjects {
  /** @returns whether the object is left out; each is to be asked for once */
  take(document: YamlDocument): boolean;
  readonly count: number;
  /** One notice for each kind, at its first object, and what is told of single ones, each once. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * @param documents all that are read together: an object may say that those of another kind mean nothing
 * @param ignoreUnknown whether objects of kinds that nobody knows are left out as well
 */
export function leftOutObjects(
  documents: readonly YamlDocument[],
  kinds: Kinds,
  ignoreUnknown: boolean,
): LeftOutObjects {
  const declared = documents.flatMap(({ value }) => declaredBy(value, kinds));
  const byReason = new Map<string, LeftOut>();
  const told = new Map<string, Diagnostic>();
  const all = documents.map(({ value }) => value);

  function reasonFor(value: unknown): Pick<IgnoredKind, "reason" | "tells"> | undefined {
    const { kind, apiVersion } = namesOf(value);
    if (typeof kind !== "string") return undefined;
    const group = groupOf(apiVersion);
    const is = (one: Pick<IgnoredKind, "group" | "kind">) => one.kind === kind && one.group === group;
    const ignored = kinds.ignored.find(
      (one) => (one.kind === "*" || is(one)) && one.matches?.(value) !== false,
    );
    if (ignored !== undefined) return ignored;
    if (declared.some(is)) return { reason: "nothing here acts on objects of its definition" };
    if (!ignoreUnknown || kinds.find(kind, apiVersion) !== undefined) return undefined;
    return { reason: "not a known kind" };
  }

  return {
    take(document) {
      const found = reasonFor(document.value);
      if (found === undefined) return false;
      const kind = String(namesOf(document.value).kind);
      const problem = found.tells?.(document.value, all);
      if (problem !== undefined && !told.has(problem.message)) {
        told.set(problem.message, toDiagnostic(problem, document.locator));
      }
      const key = `${kind} ${found.reason}`;
      const known = byReason.get(key) ?? { first: document, kind, reason: found.reason, count: 0 };
      known.count += 1;
      byReason.set(key, known);
      return true;
    },
    get count() {
      return [...byReason.values()].reduce((sum, { count }) => sum + count, 0);
    },
    get diagnostics() {
      const summed = [...byReason.values()].flatMap(({ first, kind, reason, count }): Diagnostic[] => {
        if (reason === undefined) return [];
        const message = `${count} ${safeText(kind)} ignored: ${reason}`;
        return [toDiagnostic({ severity: "notice", path: ["kind"], message }, first.locator)];
      });
      return [...summed, ...told.values()];
    },
  };
}

function declaredBy(value: unknown, kinds: Kinds) {
  const { kind, apiVersion } = namesOf(value);
  const definition = kinds.ignored.find((one) => one.kind === kind && one.group === groupOf(apiVersion));
  return definition?.declares?.(value) ?? [];
}

function namesOf(value: unknown): { readonly kind?: unknown; readonly apiVersion?: unknown } {
  return typeof value === "object" && value !== null ? value : {};
}

/** `""` for `v1`. */
function groupOf(apiVersion: unknown): string {
  const text = typeof apiVersion === "string" ? apiVersion : "";
  return text.includes("/") ? text.slice(0, text.lastIndexOf("/")) : "";
}
