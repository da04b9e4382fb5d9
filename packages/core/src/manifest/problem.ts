import type { Diagnostic } from "../errors.ts";
import { formatPath, type Path } from "./path.ts";
import type { Locator } from "./yaml/locate.ts";

/** A mistake before it is located: what most checks produce. */
export interface Problem {
  readonly severity?: "notice";
  /** Empty for the document as a whole. */
  readonly path: Path;
  /** The reason, without the path. */
  readonly message: string;
  readonly hint?: string | undefined;
  /** Whether the mistake is in the key itself rather than its value. */
  readonly on?: "key";
  /** The key that was likely meant, so that it is not reported as missing as well. */
  readonly suggests?: string | undefined;
}

export function toDiagnostic(problem: Problem, locator: Locator): Diagnostic {
  const path = formatPath(problem.path);
  return {
    severity: problem.severity ?? "error",
    message: problem.message,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    ...(path === "" ? {} : { path }),
    at: problem.on === "key" ? locator.locateKey(problem.path) : locator.locate(problem.path),
  };
}
