import { emptyDesiredState, type ObservedState } from "@hashike/core";
import { type ResourceWords, readResourceWords } from "../args/kind-words.ts";
import { notFound } from "../args/not-found.ts";
import { flag, type RawOptions, text } from "../args/options.ts";
import { usageError } from "../args/usage-error.ts";
import { kindHeadings, listOfKind } from "../engine/kind-resources.ts";
import {
  allObjectHeadings,
  listAllObjects,
  listObjectsOfKind,
  objectHeadings,
} from "../engine/object-resources.ts";
import { observe } from "../engine/observe.ts";
import { type Headings, headingsOf, listResources, type Resource } from "../engine/resources.ts";
import { withDriver } from "../engine/with-driver.ts";
import { loadExtensions } from "../modules/extensions.ts";
import { withKubernetes } from "../modules/kinds-for.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { tableText } from "../render/layout/table-text.ts";
import { plainLine } from "../render/plain-text.ts";

/** `hashike get [KIND] [NAME…]`: lists what Hashike looks after. */
export async function get(words: readonly string[], raw: RawOptions, context: Context): Promise<Outcome> {
  const { namespace } = context.options;
  if (namespace !== undefined && flag(raw, "allNamespaces")) {
    throw usageError("--namespace and --all-namespaces exclude each other");
  }
  const extensions = await loadExtensions(context.options.importModules, context.cwd);
  const kinds = words.length === 0 ? extensions.kinds : await withKubernetes(extensions.kinds);
  const { kind, names } = readResourceWords(words, kinds);
  const observed = await withDriver(
    context,
    (driver) =>
      observe(driver, emptyDesiredState([]), context, {
        runs: kind === "containers" || typeof kind !== "string",
      }),
    extensions,
  );
  const listing = listingOf(kind, observed, raw, context);
  const all = listing.resources;
  for (const name of names) {
    if (!all.some((r) => r.name === name)) {
      throw notFound(
        listing.singular,
        name,
        all.map((r) => r.name),
      );
    }
  }
  const chosen = names.length === 0 ? all : all.filter((r) => names.includes(r.name));
  const format = text(raw, "output") ?? "table";
  return {
    exitCode: exitCode.done,
    data: chosen.map((r) => r.data),
    text: () => listText(chosen, listing, format, namespace),
    format: format === "json" ? "json" : "text",
  };
}

/** What can be listed of a kind, and how. */
interface Listing {
  readonly singular: string;
  readonly plural: string;
  readonly headings: Headings;
  readonly resources: readonly Resource[];
  /** How `-o name` writes one. */
  readonly reference: (name: string) => string;
}

function listingOf(
  kind: ResourceWords["kind"],
  observed: ObservedState,
  raw: RawOptions,
  { options: { namespace }, now }: Context,
): Listing {
  if (kind === "objects") {
    return {
      singular: "object",
      plural: kind,
      headings: allObjectHeadings,
      resources: listAllObjects(observed, { namespace, nowMs: now() }),
      reference: (name) => name,
    };
  }
  if (typeof kind === "string") {
    return {
      singular: kind.slice(0, -1),
      plural: kind,
      headings: headingsOf[kind],
      resources: listResources(kind, observed, { namespace, nowMs: now() }),
      reference: (name) => name,
    };
  }
  const listing = { namespace, showsNamespace: flag(raw, "allNamespaces"), nowMs: now() };
  const singular = kind.kind.toLowerCase();
  if (kind.noted?.table !== undefined) {
    return {
      singular,
      plural: kind.plural,
      headings: objectHeadings(kind, listing),
      resources: listObjectsOfKind(kind, observed, listing),
      reference: (name) => `${singular}/${name}`,
    };
  }
  return {
    singular,
    plural: `${kind.plural} with containers`,
    headings: kindHeadings(listing),
    resources: listOfKind(kind, observed, listing),
    reference: (name) => `${singular}/${name}`,
  };
}

function listText(
  resources: readonly Resource[],
  { headings, plural, reference }: Listing,
  format: string,
  namespace: string | undefined,
): string {
  if (format === "name") return resources.map((r) => `${plainLine(reference(r.name))}\n`).join("");
  if (resources.length === 0)
    return `No ${plural}${namespace === undefined ? "" : ` in namespace ${plainLine(namespace)}`}.\n`;
  const { cells, wide } = headings;
  if (format !== "wide")
    return tableText(
      cells,
      resources.map((r) => r.cells),
    );
  return tableText(
    [...cells, ...wide],
    resources.map((r) => [...r.cells, ...r.wideCells]),
  );
}
