import { emptyDesiredState } from "@hashike/core";
import { resourceKinds } from "../args/command-table.ts";
import { notFound } from "../args/not-found.ts";
import { flag, type RawOptions, text } from "../args/options.ts";
import { usageError } from "../args/usage-error.ts";
import { observe } from "../engine/observe.ts";
import { headingsOf, listResources, type Resource, type ResourceKind } from "../engine/resources.ts";
import { withDriver } from "../engine/with-driver.ts";
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
  const { kind, names } = readWords(words);
  const observed = await withDriver(context, (driver) =>
    observe(driver, emptyDesiredState([]), context, { runs: kind === "containers" }),
  );
  const all = listResources(kind, observed, { namespace, nowMs: context.now() });
  for (const name of names) {
    if (!all.some((r) => r.name === name)) {
      throw notFound(
        kind.slice(0, -1),
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
    text: () => listText(chosen, kind, format, namespace),
    format: format === "json" ? "json" : "text",
  };
}

/** `get web` means the container web: a first word that is no kind is a name. */
function readWords(words: readonly string[]): { kind: ResourceKind; names: readonly string[] } {
  const [first, ...rest] = words;
  const kind = resourceKinds.find((k) => k === first || k.slice(0, -1) === first);
  if (kind !== undefined) return { kind, names: rest };
  return { kind: "containers", names: words };
}

function listText(
  resources: readonly Resource[],
  kind: ResourceKind,
  format: string,
  namespace: string | undefined,
): string {
  if (format === "name") return resources.map((r) => `${plainLine(r.name)}\n`).join("");
  if (resources.length === 0)
    return `No ${kind}${namespace === undefined ? "" : ` in namespace ${plainLine(namespace)}`}.\n`;
  const { cells, wide } = headingsOf[kind];
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
