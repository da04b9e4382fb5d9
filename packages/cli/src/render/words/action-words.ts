import type { Action, ActionType } from "@hashike/core";
import { assertNever } from "@hashike/core";
import { plainLine } from "../plain-text.ts";

/** One action in three tenses: for while it runs, for when it is done, and for what failed or was left out. */
export interface ActionWords {
  readonly doing: string;
  /** `doing` where there is little room: an image by what it is called at the end. */
  readonly doingBriefly?: string;
  readonly done: string;
  readonly toDo: string;
  /** Whether only those want to know who want to know everything. */
  readonly isMinor?: boolean;
}

const verbs: Readonly<Record<ActionType, readonly [doing: string, done: string, toDo: string]>> = {
  "hostPath.check": ["checking", "checked", "check"],
  "hostPath.remove": ["removing", "removed", "remove"],
  "network.create": ["creating", "created", "create"],
  "network.remove": ["removing", "removed", "remove"],
  "volume.create": ["creating", "created", "create"],
  "volume.remove": ["removing", "removed", "remove"],
  "image.pull": ["pulling", "pulled", "pull"],
  "image.remove": ["removing", "removed", "remove"],
  "container.create": ["creating", "created", "create"],
  "container.start": ["starting", "started", "start"],
  "container.unpause": ["unpausing", "unpaused", "unpause"],
  "container.signal": ["signalling", "signalled", "signal"],
  "container.stop": ["stopping", "stopped", "stop"],
  "container.rename": ["renaming", "renamed", "rename"],
  "container.remove": ["removing", "removed", "remove"],
  "container.connect": ["connecting", "connected", "connect"],
  "container.disconnect": ["disconnecting", "disconnected", "disconnect"],
  "container.switch": ["passing", "passed", "pass"],
  "container.update": ["updating", "updated", "update"],
  "container.hook": ["running postStart of", "ran postStart of", "run postStart of"],
  "container.wait": ["waiting for", "waited for", "wait for"],
  "revision.note": ["noting", "noted", "note"],
  "record.note": ["noting", "noted", "note"],
  "object.note": ["noting", "noted", "note"],
};

export function actionWords(action: Action): ActionWords {
  const [doing, done, toDo] = verbsOf(action);
  const object = objectOf(action);
  const words = {
    doing: `${doing} ${object}`,
    done: `${done} ${object}`,
    toDo: `${toDo} ${object}`,
    isMinor: isMinor(action),
  };
  if (action.type !== "image.pull") return words;
  // docker-archive+s3://bucket/folder/misc.images.tar.gz/app:latest is long, and ends in what tells it from others.
  return { ...words, doingBriefly: `${doing} ${plainLine(action.target.name).replace(/^.*\//, "")}` };
}

function isMinor(action: Action): boolean {
  const { type } = action;
  if (type === "object.note") return true;
  if (type === "container.update") return isRestartOnly(action);
  if (type === "container.wait") return action.until.kind === "barrier";
  if (type === "network.create") return action.network.park !== undefined;
  if (type === "network.remove") return action.isPark === true;
  return type === "revision.note" || type === "record.note" || type === "container.rename";
}

/** Whether it only says whom the engine starts by itself: a step of a replacement, or of a start. */
function isRestartOnly({ settings }: Extract<Action, { readonly type: "container.update" }>): boolean {
  return settings.resources === undefined;
}

/** Registries are pulled from; what comes from elsewhere is loaded, as `docker load` says. */
function verbsOf(action: Action): (typeof verbs)[ActionType] {
  if (action.type === "image.pull" && action.image.scheme !== "registry")
    return ["loading", "loaded", "load"];
  if (action.type === "object.note" && action.object === undefined) return ["forgetting", "forgot", "forget"];
  return verbs[action.type];
}

const waitWords = {
  completed: "complete",
  steady: "stay up",
  ready: "be ready",
  drained: "be left alone",
  barrier: "be joined by the others",
} as const;

/** An init container has one name; of others, there may be two. */
function waitedFor({
  container,
  target,
  until,
}: Extract<Action, { readonly type: "container.wait" }>): string {
  return until.kind === "completed" ? target.name : container.name;
}

/** What an action works on, by the names that the engine knows: during a replacement there are two of one. */
function objectOf(action: Action): string {
  const name = plainLine(action.target.name);
  switch (action.type) {
    case "hostPath.check":
      return `host path ${plainLine(action.path)}`;
    case "hostPath.remove":
      return `the folder that was made at ${plainLine(action.path)}, if it is empty`;
    case "network.create":
      return `network ${plainLine(action.network.name)}`;
    case "network.remove":
      return `network ${action.isPark === true ? plainLine(action.networkId) : name}`;
    case "volume.create":
    case "volume.remove":
      return `volume ${name}`;
    case "image.pull":
    case "image.remove":
      return `image ${name}`;
    case "container.create":
      return action.as === action.target.name
        ? `container ${name}`
        : `container ${name} (as ${plainLine(action.as)})`;
    case "container.rename":
      return `container ${plainLine(action.container.name)} to ${plainLine(action.to)}`;
    case "container.connect":
      return `container ${plainLine(action.container.name)} to network ${plainLine(action.network)}`;
    case "container.disconnect":
      return `container ${plainLine(action.container.name)} from network ${plainLine(action.network)}`;
    case "container.switch":
      return `host ports to container ${plainLine(action.container.name)}`;
    case "container.wait":
      return `container ${plainLine(waitedFor(action))} to ${waitWords[action.until.kind]}`;
    case "container.signal":
      return `container ${plainLine(action.container.name)} (${action.signal})`;
    case "revision.note":
      return `what became of container ${name}`;
    case "record.note":
      return `what was applied to container ${name}`;
    case "object.note":
      return name;
    case "container.update":
      return `${isRestartOnly(action) ? "restart policy of " : ""}container ${plainLine(action.container.name)}`;
    case "container.start":
    case "container.unpause":
    case "container.stop":
    case "container.remove":
    case "container.hook":
      return `container ${plainLine(action.container.name)}`;
    default:
      return assertNever(action);
  }
}
