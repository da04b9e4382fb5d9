import type { Document, Node } from "yaml";
import type { Diagnostic, SourcePosition } from "../errors.ts";
import { composeDocuments } from "./compose-documents.ts";
import { explainSyntax, findTemplate, templateProblem } from "./explain-syntax.ts";
import type { YamlLimits } from "./limits.ts";
import { createLocator } from "./locate.ts";
import type { ParsedYaml, YamlDocument } from "./parse-yaml.ts";
import { type TextProblem, toValue } from "./to-value.ts";

/** How a place in the text, and a mistake there, are told. */
export interface Telling {
  readonly positionOf: (offset: number) => SourcePosition;
  readonly toDiagnostic: (problem: TextProblem) => Diagnostic;
}

const shownSyntaxErrors = 20;

/** Reads a text by the whole grammar. A module of its own, as few texts need it, and the library is large. */
export function parseByLibrary(
  text: string,
  limits: YamlLimits,
  { positionOf, toDiagnostic }: Telling,
): ParsedYaml {
  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const report = (problem: TextProblem) => diagnostics.push(toDiagnostic(problem));
  const composed = composeDocuments(text, limits);
  for (const [index, document] of composed.documents.entries()) {
    const syntax = syntaxProblems(document, text);
    if (syntax.length > 0) {
      for (const problem of syntax) report(problem);
      continue;
    }
    const root = document.contents as Node | null;
    const plain = toValue(root, limits);
    if (plain.template !== undefined) {
      report(templateProblem(plain.template));
      continue;
    }
    if (plain.value === undefined) {
      for (const problem of plain.problems) report(problem);
    } else if (plain.value !== null) {
      const locator = createLocator(root, plain.targets, document.range[0], positionOf);
      documents.push({ index, value: plain.value, locator, diagnostics: plain.problems.map(toDiagnostic) });
    }
  }
  if (composed.exceeded !== undefined) report(composed.exceeded);
  return { documents, diagnostics };
}

function syntaxProblems(document: Document.Parsed, text: string): TextProblem[] {
  // The library only warns about tags it does not know; what they were to mean would be lost.
  const mistakes = [...document.errors, ...document.warnings];
  if (mistakes.length === 0) return [];
  const template = findTemplate(text, mistakes, document.range);
  if (template !== undefined) return [templateProblem(template)];
  const shown = mistakes.slice(0, shownSyntaxErrors).map(explainSyntax);
  const hidden = mistakes[shownSyntaxErrors];
  if (hidden !== undefined) {
    const left = mistakes.length - shownSyntaxErrors;
    shown.push({ offset: hidden.pos[0], message: `and ${left} more mistakes in this document` });
  }
  return shown;
}
