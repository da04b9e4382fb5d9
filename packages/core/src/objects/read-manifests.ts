import { type Diagnostic, HashikeError } from "../errors.ts";
import { defaultKinds } from "../kinds/default-kinds.ts";
import type { Kinds } from "../kinds/kinds.ts";
import type { Loose } from "../manifest/loose.ts";
import type { Manifest, ObjectManifest } from "../manifest/manifest.ts";
import type { ManifestText } from "../manifest/manifest-text.ts";
import { normalise } from "../manifest/normalise.ts";
import { type Problem, toDiagnostic } from "../manifest/problem.ts";
import { createReport } from "../manifest/report.ts";
import { count, safeText } from "../manifest/safe-text.ts";
import { takeOutMeaningless } from "../manifest/take-out-meaningless.ts";
import { validate } from "../manifest/validate.ts";
import { defaultLimits } from "../manifest/yaml/limits.ts";
import { parseYaml, type YamlDocument } from "../manifest/yaml/parse-yaml.ts";
import { checkManifestsTogether } from "./check-together.ts";
import { beginnings, resolveKind } from "./explain-kind.ts";
import { leftOutObjects } from "./left-out.ts";
import { listItems } from "./list-items.ts";

/** What was read, and everything that is wrong with it. */
export interface ReadManifests {
  /** The documents without mistakes of their own; use them only when no diagnostic is an error. */
  readonly manifests: readonly Manifest[];
  /** How many objects were accepted and left out, of kinds that mean nothing here. */
  readonly leftOut: number;
  /** In the order of the texts, then by line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadOptions {
  /** The kinds that can be read. Left out: the default kinds. */
  readonly kinds?: Kinds | undefined;
  /** Whether objects of unknown kinds are left out, with one notice for each kind. Default: they are mistakes. */
  readonly ignoreUnknown?: boolean | undefined;
}

/** Reads all manifests of all texts. Never throws, whatever the texts hold, and its work is bounded. */
export function readManifests(
  texts: readonly ManifestText[],
  { kinds = defaultKinds, ignoreUnknown = false }: ReadOptions = {},
): ReadManifests {
  const parsed = texts.map(({ file, text }) => ({ file, ...parseYaml(text, file) }));
  const objects = parsed.flatMap(({ file, documents }) =>
    documents.flatMap(listItems).map((document) => ({ document, file })),
  );
  const leftOut = leftOutObjects(
    objects.map(({ document }) => document),
    kinds,
    ignoreUnknown,
  );
  const documents = objects.map(({ document, file }) =>
    leftOut.take(document) ? notRead(document) : readDocument(document, file, kinds),
  );
  const readable = documents.filter(isReadable);
  const together = checkManifestsTogether(readable.map(({ manifest }) => manifest));
  return {
    manifests: readable.filter(isSound).map(({ manifest }) => manifest as Manifest),
    leftOut: leftOut.count,
    diagnostics: inTextOrder(
      [
        ...parsed.flatMap(({ diagnostics }) => diagnostics),
        ...documents.flatMap(({ diagnostics }) => diagnostics),
        ...leftOut.diagnostics,
        ...together,
      ],
      texts,
    ),
  };
}

/**
 * Reads the manifests of one text.
 * @throws HashikeError `MANIFEST_INVALID` with everything that is wrong as diagnostics, or `MANIFEST_EMPTY` when
 *   the text holds no document
 */
export function parseManifests(text: string, options: ReadOptions & { readonly file: string }): Manifest[] {
  const { manifests, diagnostics } = readManifests([{ file: options.file, text }], options);
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
      hint: `begin one with ${beginnings(options.kinds ?? defaultKinds)}`,
    });
  }
  return [...manifests];
}

type LooseObject = Manifest<Loose<ObjectManifest>>;

interface ReadDocument {
  /** What is readable of it; `undefined` when it is of no kind that can be read. */
  readonly manifest: LooseObject | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function notRead({ diagnostics }: YamlDocument): ReadDocument {
  return { manifest: undefined, diagnostics };
}

function readDocument(document: YamlDocument, file: string, kinds: Kinds): ReadDocument {
  const { index, value, locator, diagnostics } = document;
  const kind = resolveKind(value, kinds);
  if ("message" in kind)
    return { manifest: undefined, diagnostics: [...diagnostics, toDiagnostic(kind, locator)] };

  const report = createReport(file, locator, diagnostics, defaultLimits.problems);
  report.add(takeOutMeaningless(kind.schema, value));
  const tell = (notice: Problem) => report.add([notice]);
  const object = normalise(kind.schema, value, locator.sourceText, tell) as Loose<ObjectManifest>;
  report.add(validate(kind.schema, object, locator.sourceText, defaultLimits.problems));
  kind.check(object, report);
  const source = { file, document: index, locate: locator.locate };
  return { manifest: { value: object, source, claims: report.claims }, diagnostics: report.diagnostics };
}

function isReadable(document: ReadDocument): document is ReadDocument & { manifest: LooseObject } {
  return document.manifest !== undefined;
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
