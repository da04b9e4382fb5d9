import { emptyDesiredState, type ObservedState, parseLabelSelector } from "@hashike/core";
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
import { workloadTable } from "../engine/workload-resources.ts";
import { loadExtensions } from "../modules/extensions.ts";
import { withKubernetes } from "../modules/kinds-for.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { tableText } from "../render/layout/table-text.ts";
import { plainLine } from "../render/plain-text.ts";
import { yamlText } from "../render/yaml-text.ts";

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
  const selects = parseLabelSelector(text(raw, "selector") ?? "");
  const chosen = all.filter((r) => (names.length === 0 || names.includes(r.name)) && selects(r.labels));
  const format = text(raw, "output") ?? "table";
  const isTable = format === "table" || format === "wide";
  if (isTable && chosen.length === 0) {
    return {
      exitCode: exitCode.done,
      ...(listing.isKind ? { trouble: () => listing.none } : { text: () => listing.none }),
    };
  }
  const shown: ShownList = { format, labels: flag(raw, "showLabels"), headings: !flag(raw, "noHeaders") };
  return {
    exitCode: exitCode.done,
    data: chosen.map((r) => r.data),
    text: () => listText(chosen, listing, shown),
    format: format === "json" ? "json" : "text",
  };
}

/** What can be listed of a kind, and how. */
interface Listing {
  readonly singular: string;
  /** Whether it is of a kind of manifests, which is listed as kubectl does. */
  readonly isKind: boolean;
  /** What is said where there is nothing to list. */
  readonly none: string;
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
  if (typeof kind === "string") {
    const listing = { namespace, nowMs: now() };
    return {
      singular: kind.slice(0, -1),
      isKind: false,
      none: `No ${kind}${namespace === undefined ? "" : ` in namespace ${plainLine(namespace)}`}.\n`,
      ...(kind === "objects"
        ? { headings: allObjectHeadings, resources: listAllObjects(observed, listing) }
        : { headings: headingsOf[kind], resources: listResources(kind, observed, listing) }),
      reference: (name) => name,
    };
  }
  const showsNamespace = flag(raw, "allNamespaces");
  const here = showsNamespace ? undefined : (namespace ?? "default");
  const listing = { namespace: here, showsNamespace, nowMs: now() };
  const singular = kind.kind.toLowerCase();
  const ofContainers = () =>
    workloadTable(kind, observed, listing) ?? {
      headings: kindHeadings(listing),
      resources: listOfKind(kind, observed, listing),
    };
  return {
    singular,
    isKind: true,
    none:
      here === undefined || kind.isClusterWide === true
        ? "No resources found\n"
        : `No resources found in ${plainLine(here)} namespace.\n`,
    ...(kind.noted?.table === undefined
      ? ofContainers()
      : {
          headings: objectHeadings(kind, listing),
          resources: listObjectsOfKind(kind, observed, listing),
        }),
    reference: (name) => `${singular}/${name}`,
  };
}

interface ShownList {
  readonly format: string;
  readonly labels: boolean;
  readonly headings: boolean;
}

function listText(
  resources: readonly Resource[],
  { headings: { cells, wide }, reference }: Listing,
  { format, labels, headings }: ShownList,
): string {
  if (format === "name") return resources.map((r) => `${plainLine(reference(r.name))}\n`).join("");
  if (format === "yaml") return yamlText(resources.map((r) => r.data));
  const isWide = format === "wide";
  const table = tableText(
    [...cells, ...(isWide ? wide : []), ...(labels ? ["LABELS"] : [])],
    resources.map((r) => [
      ...r.cells,
      ...(isWide ? r.wideCells : []),
      ...(labels ? [labelsText(r.labels)] : []),
    ]),
  );
  return headings ? table : table.slice(table.indexOf("\n") + 1);
}

function labelsText(labels: Resource["labels"]): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.map(([key, value]) => `${key}=${value}`).join(",") || "<none>";
}
