import {
  choice,
  type Loose,
  list,
  mapping,
  optional,
  type Path,
  type Problem,
  quote,
  type Static,
  text,
  textMap,
} from "@hashike/core/kinds";

/** Source: kubernetes/apimachinery meta/v1/types.go, LabelSelector. */
export const podSelectorSchema = mapping("PodSelector", "The pods that are its own, by their labels.", {
  matchLabels: optional(textMap("Labels and their values.")),
  matchExpressions: optional(
    list(
      "Conditions, all of which must hold.",
      mapping("PodSelectorRequirement", "A condition.", {
        key: text("The label.", { minLength: 1 }),
        operator: choice("What is asked of it.", ["In", "NotIn", "Exists", "DoesNotExist"]),
        values: optional(list("The values of In and NotIn.", text("A value."))),
      }),
    ),
  ),
});

type Selector = Loose<Static<typeof podSelectorSchema>>;
type Labels = Readonly<Record<string, string | undefined>>;

/** A selector has to choose the pods of its own template. */
export function* checkSelector(selector: Selector | undefined, labels: Labels, at: Path): Generator<Problem> {
  if (selector === undefined) return;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) {
    const hint = "write matchLabels with labels of template.metadata";
    yield { path: at, message: "chooses no pods", hint };
  }
  yield* checkMatchLabels(matchLabels, labels, [...at, "matchLabels"]);
  for (const [index, one] of matchExpressions.entries()) {
    if (one?.key === undefined || one.operator === undefined) continue;
    const path = [...at, "matchExpressions", index];
    const value = labels[one.key];
    if (fits(one, value)) continue;
    const message = `does not choose the pods of this template, whose label ${quote(one.key)} is ${value === undefined ? "not there" : quote(value)}`;
    yield { path, message, hint: "change it, or template.metadata.labels" };
  }
}

export function* checkMatchLabels(matchLabels: Labels, labels: Labels, at: Path): Generator<Problem> {
  for (const [key, wanted] of Object.entries(matchLabels)) {
    const value = labels[key];
    if (wanted === undefined || wanted === value) continue;
    yield {
      path: [...at, key],
      message:
        value === undefined
          ? "is not among the labels of template.metadata"
          : `is ${quote(value)} in template.metadata.labels`,
      hint: `write ${key}: ${quote(wanted)} there, or change it here`,
    };
  }
}

function fits(
  { operator, values = [] }: NonNullable<NonNullable<Selector["matchExpressions"]>[number]>,
  value: string | undefined,
): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    default:
      return value === undefined;
  }
}
