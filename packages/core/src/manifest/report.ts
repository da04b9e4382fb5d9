import type { Diagnostic } from "../errors.ts";
import type { Claim } from "./claim.ts";
import { type Problem, toDiagnostic } from "./problem.ts";
import type { Locator } from "./yaml/locate.ts";

/** Where a kind's check tells what it finds in an object. */
export interface Report {
  /** Where the object was read from: a file's path, an address, or `-` for standard input. */
  readonly file: string;
  /** Of several problems in one place the first is kept. Once there are enough, it asks for no more. */
  add(problems: Iterable<Problem>): void;
  /** What the object claims is compared with what all others do. */
  claim(claim: Claim): void;
}

export interface FilledReport extends Report {
  readonly diagnostics: readonly Diagnostic[];
  readonly claims: readonly Claim[];
}

/** @param known what is wrong with the document's text */
export function createReport(
  file: string,
  locator: Locator,
  known: readonly Diagnostic[],
  limit: number,
): FilledReport {
  const diagnostics = [...known];
  const claims: Claim[] = [];
  const places = new Set(known.map(placeOf));
  let isFull = false;

  function add(problems: Iterable<Problem>): void {
    if (isFull) return;
    for (const problem of problems) {
      const diagnostic = toDiagnostic(problem, locator);
      // One reason in one place: the first found is the plainest.
      const place = placeOf(diagnostic);
      if (!places.has(place)) diagnostics.push(diagnostic);
      places.add(place);
      if (diagnostics.length < limit) continue;
      diagnostics.push({ ...diagnostic, message: "and more: correct the mistakes above first" });
      isFull = true;
      return;
    }
  }

  return { file, diagnostics, claims, add, claim: (claim) => claims.push(claim) };
}

function placeOf({ severity, path, at }: Diagnostic): string {
  return `${severity} ${path} ${at?.line}:${at?.column}`;
}
