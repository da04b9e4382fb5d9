import type { Document, Node } from "yaml";
import type { Diagnostic } from "../../errors.ts";
import { formatPath } from "../path.ts";
import { composeDocuments } from "./compose-documents.ts";
import { isEnvFile } from "./env-file.ts";
import { explainSyntax, findTemplate, templateProblem } from "./explain-syntax.ts";
import { defaultLimits, splitHint, type YamlLimits } from "./limits.ts";
import { createLineTable } from "./line-table.ts";
import { createLocator, type Locator } from "./locate.ts";
import { type TextProblem, toValue } from "./to-value.ts";

/** A document that is YAML, if not yet a manifest. */
export interface YamlDocument {
  /** Number of the document within the text, from 0, empty ones counted. */
  readonly index: number;
  readonly value: unknown;
  readonly locator: Locator;
  /** Mistakes that did not keep the document from being read, e.g. a key that is given twice. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ParsedYaml {
  readonly documents: readonly YamlDocument[];
  /** Why the text, or documents of it, could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

const shownSyntaxErrors = 20;

/**
 * Reads all documents of a text. Empty ones are left out; those with syntax errors are reported, and read no
 * further. Never throws.
 */
export function parseYaml(text: string, file: string, limits: YamlLimits = defaultLimits): ParsedYaml {
  // Also within the text: Windows puts files together with their marks.
  const content = text.includes("\uFEFF") ? text.replace(/^\uFEFF/gm, "") : text;
  const positionOf = createLineTable(content, file);
  const toDiagnostic = ({ offset, message, hint, path = [] }: TextProblem): Diagnostic => ({
    severity: "error",
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(path.length === 0 ? {} : { path: formatPath(path) }),
    at: positionOf(offset),
  });
  const refused = refuse(content, limits);
  if (refused !== undefined) return { documents: [], diagnostics: [toDiagnostic(refused)] };

  const documents: YamlDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const report = (problem: TextProblem) => diagnostics.push(toDiagnostic(problem));
  const composed = composeDocuments(content, limits);
  for (const [index, document] of composed.documents.entries()) {
    const syntax = syntaxProblems(document, content);
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

/** What is not even read. */
function refuse(text: string, limits: YamlLimits): TextProblem | undefined {
  if (text.length > limits.length) {
    const message = `the text is too large: ${text.length} characters; the limit is ${limits.length}`;
    return { offset: 0, message, hint: splitHint };
  }
  if (!isEnvFile(text)) return undefined;
  return {
    offset: 0,
    message: "this is an env file (lines of KEY=value), not YAML",
    hint: "write the variables under env of a container, each with name and value",
  };
}
