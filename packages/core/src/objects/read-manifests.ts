import { type Diagnostic, HashikeError } from "../errors.ts";
import { checkReferences } from "../kinds/hashike/check.ts";
import type { LooseManifest } from "../manifest/loose.ts";
import type { Manifest, ManifestSource } from "../manifest/manifest.ts";
import { normalise } from "../manifest/normalise.ts";
import { type Problem, toDiagnostic } from "../manifest/problem.ts";
import { count, safeText } from "../manifest/safe-text.ts";
import { validate } from "../manifest/validate.ts";
import { defaultLimits } from "../manifest/yaml/limits.ts";
import { parseYaml, type YamlDocument } from "../manifest/yaml/parse-yaml.ts";
import { checkManifestsTogether } from "./check-together.ts";
import { resolveKind } from "./explain-kind.ts";

/** A text and the name of where it is from: a file's path, an address, or `-` for standard input. */
export interface ManifestText {
  readonly file: string;
  readonly text: string;
}

/** What was read, and everything that is wrong with it. */
export interface ReadManifests {
  /** The documents without mistakes of their own; use them only when no diagnostic is an error. */
  readonly manifests: readonly Manifest[];
  /** In the order of the texts, then by line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads all manifests of all texts. Never throws, whatever the texts hold, and its work is bounded. */
export function readManifests(texts: readonly ManifestText[]): ReadManifests {
  const documents = texts.flatMap(({ file, text }) => {
    const parsed = parseYaml(text, file);
    const read = parsed.documents.map((document) => readDocument(document, file));
    return [{ manifest: undefined, diagnostics: parsed.diagnostics }, ...read];
  });
  const readable = documents.filter(isReadable);
  const together = checkManifestsTogether(readable.map(({ manifest }) => manifest));
  return {
    manifests: readable.filter(isSound).map(({ manifest }) => manifest as Manifest),
    diagnostics: inTextOrder([...documents.flatMap(({ diagnostics }) => diagnostics), ...together], texts),
  };
}

/**
 * Reads the manifests of one text.
 * @throws HashikeError `MANIFEST_INVALID` with everything that is wrong as diagnostics, or `MANIFEST_EMPTY` when
 *   the text holds no document
 */
export function parseManifests(text: string, options: { readonly file: string }): Manifest[] {
  const { manifests, diagnostics } = readManifests([{ file: options.file, text }]);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const first = errors[0];
  const file = safeText(options.file, 200);
  if (first !== undefined) {
    throw new HashikeError("MANIFEST_INVALID", `${file}: ${count(errors.length, "mistake")}`, {
      at: first.at,
      diagnostics,
    });
  }
  if (manifests.length === 0) {
    throw new HashikeError("MANIFEST_EMPTY", `${file}: holds no manifest`, {
      hint: "begin one with apiVersion: v1 and kind: Hashike",
    });
  }
  return [...manifests];
}

interface ReadDocument {
  /** What is readable of it; `undefined` when it is of no kind that can be read. */
  readonly manifest: Manifest<LooseManifest> | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function readDocument({ index, value, locator, diagnostics }: YamlDocument, file: string): ReadDocument {
  const kind = resolveKind(value);
  if ("message" in kind)
    return { manifest: undefined, diagnostics: [...diagnostics, toDiagnostic(kind, locator)] };

  const normalised = normalise(kind.schema, value, locator.sourceText) as LooseManifest;
  const problems = validate(kind.schema, normalised, locator.sourceText, defaultLimits.problems);
  const found = [...diagnostics];
  const places = new Set(found.map(placeOf));
  for (const problem of concat(problems, checkReferences(normalised, file))) {
    const diagnostic = toDiagnostic(problem, locator);
    // One reason in one place: the first found is the plainest.
    const place = placeOf(diagnostic);
    if (!places.has(place)) found.push(diagnostic);
    places.add(place);
    if (found.length < defaultLimits.problems) continue;
    found.push({ ...diagnostic, message: "and more: correct the mistakes above first" });
    break;
  }
  const source: ManifestSource = { file, document: index, locate: locator.locate };
  return { manifest: { value: normalised, source }, diagnostics: found };
}

function isReadable(
  document: ReadDocument,
): document is ReadDocument & { manifest: Manifest<LooseManifest> } {
  return document.manifest !== undefined;
}

function* concat(first: Iterable<Problem>, second: Iterable<Problem>): Generator<Problem> {
  yield* first;
  yield* second;
}

function placeOf({ severity, path, at }: Diagnostic): string {
  return `${severity} ${path} ${at?.line}:${at?.column}`;
}

function isSound({ diagnostics }: ReadDocument): boolean {
  return diagnostics.every(({ severity }) => severity !== "error");
}

function inTextOrder(diagnostics: readonly Diagnostic[], texts: readonly ManifestText[]): Diagnostic[] {
  const order = new Map(texts.map(({ file }, index) => [file, index]));
  const fileOf = ({ at }: Diagnostic) => order.get(at?.file ?? "") ?? 0;
  return diagnostics.toSorted(
    (a, b) =>
      fileOf(a) - fileOf(b) ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
}
