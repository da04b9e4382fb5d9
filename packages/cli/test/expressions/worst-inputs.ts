import { type AST, parseRegExpLiteral } from "@eslint-community/regexpp";
import type { Expression } from "./collect-expressions.ts";

const length = 1024 * 1024;
/** Characters of a class that are tried. */
const most = 6;
/** What hardly any expression takes, so that all ways to read the text are tried. */
const end = "\n\u0001";
const usualCharacters = [..."a0 /\n-."];

/**
 * Texts of 1 MB that ask the most of an expression: for each part that may repeat without end, what leads there and
 * then that part again and again; and what leads there again and again, so that a search begins everywhere.
 * @returns none for an expression without such a part: its work at each place is bounded
 */
export function* worstInputs(expression: Expression): Generator<string> {
  const { pattern } = parseRegExpLiteral(new RegExp(expression.source, expression.flags));
  const characters = [...new Set([...literals(pattern), ...usualCharacters])];
  const matching = matcher(characters, expression.flags);
  const seen = new Set<string>();
  for (const { before, part } of repeated(pattern, matching)) {
    for (const pump of pumpsOf(part, matching)) {
      for (const [first, rest] of [
        [before, pump],
        ["", before + pump],
        ["", before],
      ] as const) {
        if (rest === "" || seen.has(`${first}\0${rest}`)) continue;
        seen.add(`${first}\0${rest}`);
        yield first + rest.repeat(length / rest.length) + end;
      }
    }
  }
}

type Matching = (part: AST.QuantifiableElement) => readonly string[];

interface Repeated {
  /** A text that leads to the part. */
  readonly before: string;
  readonly part: AST.QuantifiableElement;
}

function* repeated(
  node: AST.Pattern | AST.Group | AST.CapturingGroup | AST.LookaroundAssertion,
  matching: Matching,
  before = "",
): Generator<Repeated> {
  for (const alternative of node.alternatives) {
    let sofar = before;
    for (const element of alternative.elements) {
      yield* within(element, matching, sofar);
      sofar += sample(element, matching);
    }
  }
}

function* within(element: AST.Element, matching: Matching, before: string): Generator<Repeated> {
  const part = element.type === "Quantifier" ? element.element : element;
  if (element.type === "Quantifier" && element.max === Number.POSITIVE_INFINITY) {
    yield { before, part: element.element };
  }
  if (part.type === "Group" || part.type === "CapturingGroup") yield* repeated(part, matching, before);
  if (part.type === "Assertion" && (part.kind === "lookahead" || part.kind === "lookbehind")) {
    yield* repeated(part, matching, before);
  }
}

/** The shortest texts that a part matches once, one for each character that may stand there. */
function pumpsOf(part: AST.QuantifiableElement, matching: Matching): readonly string[] {
  if (part.type === "Group" || part.type === "CapturingGroup") {
    return part.alternatives
      .map(({ elements }) => elements.map((e) => sample(e, matching)).join(""))
      .filter(Boolean);
  }
  const taken = matching(part);
  // Where words begin and end again and again, a search may begin again and again.
  return [...taken.slice(0, most), ...taken.slice(1, most).map((character) => taken[0] + character)];
}

function sample(element: AST.Element, matching: Matching): string {
  switch (element.type) {
    case "Quantifier":
      return sample(element.element, matching).repeat(Math.max(element.min, 1));
    case "Group":
    case "CapturingGroup":
      return (element.alternatives[0]?.elements ?? []).map((e) => sample(e, matching)).join("");
    case "Assertion":
    case "Backreference":
      return "";
    default:
      return matching(element)[0] ?? "";
  }
}

/** Which of the characters a part takes. */
function matcher(characters: readonly string[], flags: string): Matching {
  const known = new Map<string, readonly string[]>();
  return (part) => {
    const found = known.get(part.raw);
    if (found !== undefined) return found;
    const one = new RegExp(`^(?:${part.raw})$`, flags.replace(/[gy]/g, ""));
    const taken = characters.filter((character) => one.test(character));
    known.set(part.raw, taken);
    return taken;
  };
}

function literals(pattern: AST.Pattern): ReadonlySet<string> {
  return new Set(pattern.raw.replaceAll("\\", ""));
}
