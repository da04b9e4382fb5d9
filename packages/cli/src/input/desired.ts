import { dirname, resolve } from "node:path";
import type {
  BuildOptions,
  DesiredState,
  Diagnostic,
  Kinds,
  Manifest,
  ManifestText,
  Source,
} from "@hashike/core";
import { buildDesiredState, HashikeError, readManifests } from "@hashike/core";
import { kindsFor } from "../modules/kinds-for.ts";
import type { Context } from "../process/context.ts";
import { builtInSources } from "./built-in-sources.ts";
import { loadManifests, schemeOf, stdinAddress } from "./load-manifests.ts";
import { outsideValues, type ReadOutsideValue, withOutsideValues } from "./outside-values.ts";

/** Reads every address that the user gave, and keeps the texts for showing mistakes in their lines. */
export async function readTexts(
  addresses: readonly string[],
  context: Context,
  sources: readonly Source[],
): Promise<readonly ManifestText[]> {
  const { stdin, signal, timings } = context;
  const texts = await timings.measureAsync("read", () =>
    loadManifests(addresses, { sources: [...sources, ...builtInSources(context)], stdin, signal }),
  );
  for (const { file, text } of texts) {
    context.texts.set(file, text);
    context.log.debug(`read ${file}: ${text.length} characters`);
  }
  return texts;
}

export interface DesiredOptions {
  readonly kinds: Kinds;
  readonly networks?: readonly string[];
  /** Where values come from that manifests name only. Default: this machine. */
  readonly outsideValue?: ReadOutsideValue;
  readonly noted?: BuildOptions["noted"];
  readonly read?: BuildOptions["read"];
  readonly lenient?: BuildOptions["lenient"];
}

/**
 * What the manifests in some texts ask for.
 * @throws HashikeError `MANIFEST_INVALID` with every mistake, `MANIFEST_EMPTY` when there is no manifest in them
 */
export async function toDesiredState(
  texts: readonly ManifestText[],
  context: Context,
  options: DesiredOptions,
): Promise<DesiredState> {
  const kinds = await kindsFor(texts, options.kinds);
  return desiredOf(toManifests(texts, context, kinds), context, { ...options, kinds });
}

/**
 * What manifests ask for, with the values that they name as these are now.
 * @throws HashikeError `MANIFEST_INVALID` when manifests do not go together or a value is missing
 */
export async function desiredOf(
  manifests: readonly Manifest[],
  context: Context,
  { outsideValue = outsideValues(context), ...options }: DesiredOptions,
): Promise<DesiredState> {
  return withOutsideValues(outsideValue, (found) =>
    context.timings.measure("parse", () =>
      buildDesiredState(manifests, {
        ...options,
        namespace: context.options.namespace,
        resolveHostPath: (path, file) => resolveHostPath(path, file, context.cwd),
        resolveSource: (file) => resolveSource(file, context.cwd),
        outsideValue: found,
      }),
    ),
  );
}

/**
 * The manifests in some texts, valid each by itself. Notices are told.
 * @throws HashikeError `MANIFEST_INVALID` with every mistake, `MANIFEST_EMPTY` when there is no manifest in them
 */
export function toManifests(
  texts: readonly ManifestText[],
  context: Context,
  kinds: Kinds,
): readonly Manifest[] {
  const { ignoreUnknown, strict } = context.options;
  const read = context.timings.measure("parse", () => readManifests(texts, { kinds, ignoreUnknown }));
  const { manifests, leftOut } = read;
  const diagnostics = read.diagnostics.map((one) => (strict ? { ...one, severity: "error" as const } : one));
  const all = [...diagnostics, ...otherNamespaces(manifests, context.options.namespace)];
  const errors = all.filter((d) => d.severity === "error");
  if (errors.length > 0) throw invalid(all, errors.length);
  for (const notice of diagnostics) context.log.notice(notice);
  if (manifests.length === 0 && leftOut === 0) {
    throw new HashikeError("MANIFEST_EMPTY", `${texts.map((t) => t.file).join(", ")}: no manifest in it`, {
      hint: "to remove what was applied before, use `hashike delete`",
    });
  }
  return manifests;
}

/** A file by its absolute path, an address as it is; standard input is nowhere. */
function resolveSource(file: string, cwd: string): string | undefined {
  if (file === stdinAddress) return undefined;
  return schemeOf(file) === "file" ? resolve(cwd, file) : file;
}

/** A relative path means: from the manifest's folder; from the current one where the manifest is no file. */
function resolveHostPath(path: string, file: string, cwd: string): string {
  const isFile = file !== stdinAddress && schemeOf(file) === "file";
  return resolve(cwd, isFile ? dirname(file) : ".", path);
}

/** As kubectl: `--namespace` is for manifests that name none, not to move the others. */
function otherNamespaces(
  manifests: readonly Manifest[],
  namespace: string | undefined,
): readonly Diagnostic[] {
  return manifests.flatMap(({ value, source }) => {
    const written = value.metadata.namespace;
    if (namespace === undefined || written === undefined || written === namespace) return [];
    const path = "metadata.namespace";
    const message = `the manifest is of namespace ${written}, and --namespace says ${namespace}`;
    const hint = "leave out --namespace, or take the namespace out of the manifest";
    return [{ severity: "error", path, message, hint, at: source.locate(["metadata", "namespace"]) }];
  });
}

function invalid(diagnostics: readonly Diagnostic[], count: number): HashikeError {
  const files = [...new Set(diagnostics.flatMap((d) => (d.severity === "error" && d.at ? [d.at.file] : [])))];
  const where = files.length === 0 ? "" : ` in ${files.join(", ")}`;
  return new HashikeError("MANIFEST_INVALID", `${count === 1 ? "1 mistake" : `${count} mistakes`}${where}`, {
    diagnostics,
  });
}
