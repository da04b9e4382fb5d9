import { HashikeError } from "../../errors.ts";

export type Labels = Readonly<Record<string, string>>;

/**
 * Reads a selector as kubectl takes it with `-l`: `app=web,tier!=cache,env in (dev,test),!old`. All of it must hold.
 * Source: kubernetes/apimachinery pkg/labels/selector.go.
 * @throws HashikeError `USAGE`
 */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  // A comma within brackets parts values, not requirements.
  const parts = text.match(/(?:[^,(]|\([^)]*\)?)+/g) ?? [];
  const holds = parts.map((part) => requirement(part.trim(), text));
  return (labels) => holds.every((one) => one(labels));
}

function requirement(part: string, whole: string): (labels: Labels) => boolean {
  const [, not, exists] = /^(!?)\s*([\w./-]+)$/.exec(part) ?? [];
  if (exists !== undefined) return (labels) => Object.hasOwn(labels, exists) === (not === "");
  const [, key = "", operator, value] = /^([\w./-]+)\s*(==?|!=)\s*([\w.-]*)$/.exec(part) ?? [];
  if (operator !== undefined) return (labels) => (labelOf(labels, key) === value) === (operator !== "!=");
  const [, listed = "", way, list = ""] = /^([\w./-]+)\s+(in|notin)\s*\(([\w\s,.-]*)\)$/.exec(part) ?? [];
  if (way !== undefined) {
    const values: readonly (string | undefined)[] = list.split(",").map((one) => one.trim());
    return (labels) => values.includes(labelOf(labels, listed)) === (way === "in");
  }
  throw new HashikeError("USAGE", `${JSON.stringify(whole)} is no selector of labels`, {
    hint: "write app=web, app!=web, app in (a,b), app notin (a,b), app or !app, with commas between several",
  });
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
