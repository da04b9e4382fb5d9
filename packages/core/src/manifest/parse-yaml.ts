import type { Diagnostic } from "../errors.ts";
import { isEnvFile } from "./env-file.ts";
import { defaultLimits, splitHint, type YamlLimits } from "./limits.ts";
import { createLineTable } from "./line-table.ts";
import type { Locator } from "./locate.ts";
import { parseByLibrary } from "./parse-by-library.ts";
import { formatPath } from "./path.ts";
import { createSimpleLocator } from "./simple-yaml/locate-simple.ts";
import { parseSimpleYaml } from "./simple-yaml/parse-simple-yaml.ts";
import type { SimpleNode } from "./simple-yaml/simple-node.ts";
import type { TextProblem } from "./to-value.ts";

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
  const toSimpleDocument = (node: SimpleNode, index: number): YamlDocument => ({
    index,
    value: node.value,
    locator: createSimpleLocator(node, content, positionOf),
    diagnostics: [],
  });

  const refused = refuse(content, limits);
  if (refused !== undefined) return { documents: [], diagnostics: [toDiagnostic(refused)] };
  const simple = parseSimpleYaml(content, limits);
  if (simple !== undefined) return { documents: simple.map(toSimpleDocument), diagnostics: [] };
  return parseByLibrary(content, limits, { positionOf, toDiagnostic });
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
