import type { Path } from "../manifest/path.ts";
import type { Locator } from "../manifest/yaml/locate.ts";
import type { YamlDocument } from "../manifest/yaml/parse-yaml.ts";

/**
 * The objects of a document: those of a list, each found where it is written, or else the document itself.
 * Source: kubernetes/apimachinery meta/v1/types.go, List; lists of one kind are called by it: `ConfigMapList`.
 */
export function listItems(document: YamlDocument): readonly YamlDocument[] {
  const { value, locator, index, diagnostics } = document;
  const list = asList(value);
  if (list === undefined) return [document];
  const items = list.items.flatMap((item, at) =>
    listItems({ index, value: named(item, list), locator: within(locator, ["items", at]), diagnostics: [] }),
  );
  const [first, ...rest] = items;
  return first === undefined
    ? []
    : [{ ...first, diagnostics: [...diagnostics, ...first.diagnostics] }, ...rest];
}

interface List {
  readonly kind: string;
  readonly apiVersion: unknown;
  readonly items: readonly unknown[];
}

function asList(value: unknown): List | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { kind, apiVersion, items } = value as { readonly [key: string]: unknown };
  if (typeof kind !== "string" || !kind.endsWith("List")) return undefined;
  if (items === null && "items" in value) return { kind, apiVersion, items: [] };
  return Array.isArray(items) ? { kind, apiVersion, items } : undefined;
}

/** What is in a list of one kind need not say so itself. */
function named(item: unknown, { kind, apiVersion }: List): unknown {
  if (kind === "List" || typeof item !== "object" || item === null || Array.isArray(item)) return item;
  return { apiVersion, kind: kind.slice(0, -"List".length), ...item };
}

function within(locator: Locator, prefix: Path): Locator {
  return {
    locate: (path) => locator.locate([...prefix, ...path]),
    locateKey: (path) => locator.locateKey([...prefix, ...path]),
    sourceText: (path) => locator.sourceText([...prefix, ...path]),
  };
}
