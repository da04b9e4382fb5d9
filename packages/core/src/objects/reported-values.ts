import type { FindOutsideValue } from "../desired/outside-value.ts";
import type { Diagnostic, SourcePosition } from "../errors.ts";
import type { OutsideValues } from "../kinds/outside-values.ts";
import { formatPath } from "../manifest/path.ts";

/** Values from outside, and all that is wrong with them. */
export interface ReportedValues extends OutsideValues {
  readonly mistakes: readonly Diagnostic[];
}

/** What is no mistake: see `BuildOptions.lenient`. */
export type Leniency = "missing objects" | "everything";

/** @param findValue left out: nothing is found */
export function reportedValues(
  findValue: FindOutsideValue = findNothing,
  lenient?: Leniency | undefined,
): ReportedValues {
  const mistakes: Diagnostic[] = [];
  const report =
    (severity: Diagnostic["severity"]): OutsideValues["refuse"] =>
    ({ source, path }, message, hint) => {
      if (lenient === "everything") return;
      const mistake = { path: formatPath(path), at: source.locate(path) };
      // Of one template several pods are made.
      if (mistakes.some((m) => m.path === mistake.path && m.message === message && isSame(m.at, mistake.at)))
        return;
      mistakes.push({ severity, message, ...(hint === undefined ? {} : { hint }), ...mistake });
    };
  const refuse = report("error");
  return {
    mistakes,
    refuse,
    miss: report(lenient === undefined ? "error" : "notice"),
    find(source, place, { optional = false } = {}) {
      const value = findValue({ source, at: place.source.locate(place.path) });
      if (value.kind === "found") return value.text;
      if (value.kind === "unreadable" || !optional) refuse(place, value.message, value.hint);
      return undefined;
    },
  };
}

function isSame(a: SourcePosition | undefined, b: SourcePosition): boolean {
  return a?.file === b.file && a.line === b.line && a.column === b.column;
}

const findNothing: FindOutsideValue = () => ({
  kind: "absent",
  message: "cannot be looked up here",
  hint: "give `outsideValue`",
});
