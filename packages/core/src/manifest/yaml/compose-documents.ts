import { Composer, type Document, Lexer, Parser, Schema } from "yaml";
import { splitHint, type YamlLimits } from "./limits.ts";
import type { TextProblem } from "./to-value.ts";

/** What the YAML library makes of a text: the documents up to the first limit that the text exceeds. */
export interface ComposedText {
  readonly documents: readonly Document.Parsed[];
  /** Which limit was exceeded, and where. */
  readonly exceeded: TextProblem | undefined;
}

/** Ends composing early; never leaves this file. */
class Stop extends Error {
  readonly problem: TextProblem;

  constructor(offset: number, message: string, hint?: string) {
    super(message);
    this.problem = { offset, message, hint };
  }
}

// Made once, and only when it is needed: it is the most expensive part of a document.
let schema: Schema | undefined;

export function composeDocuments(text: string, limits: YamlLimits): ComposedText {
  const documents: Document.Parsed[] = [];
  const add = (document: Document.Parsed) => {
    if (documents.length >= limits.documents) {
      throw new Stop(document.range[0], `the text holds more than ${limits.documents} documents`);
    }
    documents.push(document);
  };
  try {
    const composer = createComposer(limits);
    for (const token of parseTokens(text, limits)) {
      for (const document of composer.next(token)) add(document);
    }
    // With `true` a text of directives alone still gives a document, and so its mistakes.
    for (const document of composer.end(documents.length === 0, text.length)) add(document);
    return { documents, exceeded: undefined };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { documents, exceeded: error.problem };
  }
}

/** Syntax tokens of whole documents, while the text stays within the limits. */
function* parseTokens(text: string, limits: YamlLimits) {
  const parser = new Parser();
  let lexemes = 0;
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    if (lexemes > limits.lexemes) {
      throw new Stop(parser.offset, `the text has more than ${limits.lexemes} words and signs`, splitHint);
    }
    for (const token of parser.next(lexeme)) {
      if (token.type === "error") errors += 1;
      if (errors > limits.problems) throw notYaml(token.offset);
      yield token;
    }
    if (parser.stack.length > 2 * limits.depth) {
      throw new Stop(parser.offset, `the text is nested deeper than ${limits.depth} levels`);
    }
  }
  yield* parser.end();
}

function createComposer(limits: YamlLimits): Composer {
  schema ??= new Schema({ schema: "core" });
  const composer = new Composer({
    schema,
    version: "1.2",
    // The library's check compares every key with every other one; `toValue` has a faster one.
    uniqueKeys: false,
    prettyErrors: false,
  });
  // Within a document the library does not stop at mistakes, and a hostile text has millions of them.
  // Should this inner hook go away, all that is lost is the early end.
  const report: unknown = Reflect.get(composer, "onError");
  let errors = 0;
  if (typeof report === "function") {
    Reflect.set(composer, "onError", (...details: unknown[]) => {
      errors += 1;
      if (errors > limits.problems) throw notYaml(0);
      report(...details);
    });
  }
  return composer;
}

function notYaml(offset: number): Stop {
  return new Stop(offset, "the text is not YAML: it has too many mistakes to list them");
}
