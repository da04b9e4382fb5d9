import { assertNever } from "../../errors.ts";
import type { Change, ChangeKind, Plan, Rung } from "../plan-types.ts";
import type { Target } from "./action.ts";
import type { Cause } from "./cause.ts";
import { formatCause, formatFieldChange } from "./format-cause.ts";
import { formatSize, formatTransfer } from "./format-transfer.ts";

/**
 * One line for each action, in the order of the plan: `[what it waits for] -> action (why)`, and below it,
 * indented, what takes it back; then what is done when a group does not succeed. Empty for a plan with nothing to do. Tests, docs and `--verbose` share it.
 */
export function formatPlan(plan: Plan): string {
  return plan.actions
    .flatMap((action) => [
      `[${action.dependsOn.join(", ")}] -> ${action.id} (${formatCause(action.cause)})`,
      ...(action.undo ?? []).map((undo) => `    undo: ${undo.id}`),
    ])
    .concat(followUps(plan))
    .map((line) => `${line}\n`)
    .join("");
}

function followUps({ outcomes }: Plan): readonly string[] {
  return Object.entries(outcomes).flatMap(([group, { onFailed, onUnsuccessful }]) => [
    ...onFailed.map(({ id }) => `failure of ${group} -> ${id}`),
    ...onUnsuccessful.map(({ id }) => `no success of ${group} -> ${id}`),
  ]);
}

export type ChangeSymbol = "+" | "~" | "-/+" | "-";

/** One change in a user's words, for a renderer to lay out and colour. */
export interface ChangeLine {
  readonly symbol: ChangeSymbol;
  /** `container web will be replaced` */
  readonly title: string;
  /** Why, one field or reason a line. */
  readonly details: readonly string[];
}

/** What a plan will do, change by change, with the reasons: the view a user decides by. */
export function describeChanges(plan: Plan): readonly ChangeLine[] {
  return plan.changes.map((change) => ({
    symbol: symbolOf(change.kind),
    title: `${nameOf(change.target)} ${verbOf(change)}`,
    details: [
      ...detailsOf(change.cause),
      ...transferDetails(change),
      ...freedDetails(change),
      ...rolloutDetails(change),
      ...keptDetails(change),
    ],
  }));
}

/** Changes by kind, and targets that are as wanted. */
export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly remove: number;
  readonly unchanged: number;
}

export function summarizePlan(plan: Plan): PlanSummary {
  const count = (kind: ChangeKind) => plan.changes.filter((c) => c.kind === kind).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    remove: count("remove"),
    unchanged: plan.unchanged.length,
  };
}

function symbolOf(kind: ChangeKind): ChangeSymbol {
  switch (kind) {
    case "create":
      return "+";
    case "update":
      return "~";
    case "replace":
      return "-/+";
    case "remove":
      return "-";
    default:
      return assertNever(kind);
  }
}

function verbOf(change: Change): string {
  if (change.target.kind === "image" && change.kind !== "remove") {
    // Only a registry's images have a name without a scheme, and only they are pulled.
    return change.target.name.includes("://") ? "will be loaded" : "will be pulled";
  }
  const verbs: Readonly<Record<ChangeKind, string>> = {
    create: "will be created",
    update: "will be updated in place",
    replace: "will be replaced",
    remove: "will be removed",
  };
  return verbs[change.kind];
}

/** `how: the old one is stopped first, as both use host port 8080`. What disturbs nothing goes without saying. */
function rolloutDetails({ kind, rollout }: Change): readonly string[] {
  if (rollout === undefined) return [];
  const { rung, reason } = rollout;
  if (kind === "update") return [`how: ${rungWords[rung]}`];
  return [`how: ${rungWords[rung]}${reason === undefined ? "" : `, as ${reason}`}`];
}

function keptDetails({ keepsDataOf }: Change): readonly string[] {
  return keepsDataOf === undefined ? [] : [`keeps the data of ${keepsDataOf.join(", ")}`];
}

const rungWords: Readonly<Record<Rung, string>> = {
  update: "without a restart",
  connect: "without a restart",
  restart: "by a restart",
  "side-by-side": "the new one becomes ready beside the old one",
  switch: "the new one becomes ready beside the old one and then takes its host ports over",
  "stop-first": "the old one is stopped first",
};

function transferDetails({ transfer, freeBytes }: Change): readonly string[] {
  if (transfer === undefined) return [];
  const free = freeBytes === undefined ? "" : `; ${formatSize(freeBytes)} are free on the engine's disk`;
  return [`${formatTransfer(transfer)}${free}`];
}

function freedDetails({ frees }: Change): readonly string[] {
  return frees === undefined ? [] : [`takes ${formatSize(frees)}`];
}

/** An object's name has its kind: `configmap/app`. */
function nameOf({ kind, name }: Target): string {
  if (kind === "object") return name;
  return `${kind === "hostPath" ? "host path" : kind} ${name}`;
}

function detailsOf(cause: Cause): readonly string[] {
  switch (cause.kind) {
    // What the user asked for, and what is simply not there yet, needs no reason.
    case "missing":
    case "requested":
      return [];
    case "changed":
      return cause.changes.map(formatFieldChange);
    case "drift":
      return cause.changes.map((change) => `changed by hand: ${formatFieldChange(change)}`);
    default:
      return [formatCause(cause)];
  }
}
