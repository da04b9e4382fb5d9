import type { FindOutsideValue } from "../desired/outside-value.ts";
import type { Diagnostic } from "../errors.ts";
import type { OutsideValues } from "../kinds/outside-values.ts";
import { formatPath } from "../manifest/path.ts";

/** Values from outside, and all that is wrong with them. */
export interface ReportedValues extends OutsideValues {
  readonly mistakes: readonly Diagnostic[];
}

/** @param findValue left out: nothing is found */
export function reportedValues(findValue: FindOutsideValue = findNothing): ReportedValues {
  const mistakes: Diagnostic[] = [];
  const refuse: OutsideValues["refuse"] = ({ source, path }, message, hint) => {
    mistakes.push({
      severity: "error",
      message,
      ...(hint === undefined ? {} : { hint }),
      path: formatPath(path),
      at: source.locate(path),
    });
  };
  return {
    mistakes,
    refuse,
    find(source, place, { optional = false } = {}) {
      const value = findValue({ source, at: place.source.locate(place.path) });
      if (value.kind === "found") return value.text;
      if (value.kind === "unreadable" || !optional) refuse(place, value.message, value.hint);
      return undefined;
    },
  };
}

const findNothing: FindOutsideValue = () => ({
  kind: "absent",
  message: "cannot be looked up here",
  hint: "give `outsideValue`",
});
