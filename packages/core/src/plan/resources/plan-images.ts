import type { DesiredState, ImageSpec, Notice } from "../../desired/desired-state.ts";
import type { MatchedContainers } from "../../observed/match-containers.ts";
import type {
  EngineFacts,
  ImageTransfer,
  ImageUser,
  ObservedImage,
  ObservedState,
  RemoteImage,
} from "../../observed/observed-state.ts";
import type { ImageRef, Target } from "../steps/action.ts";
import type { Cause, FieldChange } from "../steps/cause.ts";
import { formatSize } from "../steps/format-transfer.ts";
import { pullImage } from "../steps/make-action.ts";
import { addChange, emptyPart, type PlanPart } from "../steps/part.ts";

export interface ImagesPart extends PlanPart {
  /** What a container of a reference is made from, by reference. */
  readonly chosen: ReadonlyMap<string, ChosenImage>;
}

export interface ChosenImage {
  readonly ref: ImageRef;
  /** What the reference means once the plan has run: the engine's image ID, or the digest that will be brought. */
  readonly identity: string;
  /** What else tells it from other images, before and after it is brought: digests, or an archive's version. */
  readonly knownAs: readonly string[];
}

/**
 * Decides by policy which images are brought. A local image is good enough when its source cannot be asked
 * (said in a notice): a registry that is down must not stop an apply.
 */
export function planImages(
  desired: DesiredState,
  observed: ObservedState,
  current: MatchedContainers["current"] = new Map(),
): ImagesPart {
  const part = emptyPart();
  const chosen = new Map<string, ChosenImage>();
  const observedByReference = new Map(observed.images.map((i) => [i.reference, i]));
  for (const image of desired.images) {
    const found = observedByReference.get(image.reference) ?? unknownImage(image.reference);
    const target: Target = { kind: "image", name: image.reference };
    const decision = decide(image, found);
    if (decision.kind === "problem") {
      part.problems.push({
        severity: "error",
        path: `image ${image.reference}`,
        message: decision.message,
        hint: decision.hint,
        ...(image.origin === undefined ? {} : { at: image.origin }),
      });
      continue;
    }
    if (decision.notice !== undefined) part.notices.push({ message: decision.notice });
    const asked = "notice" in found.remote ? found.remote.notice : undefined;
    if (asked !== undefined) part.notices.push({ message: asked });
    if (decision.kind === "use") {
      part.unchanged.push(target);
      chosen.set(image.reference, {
        ref: { reference: image.reference, id: decision.id },
        identity: decision.id,
        knownAs: [decision.id, ...found.localDigests],
      });
      continue;
    }
    chosen.set(
      image.reference,
      addPull(part, target, {
        image,
        found,
        cause: decision.cause,
        freeBytes: observed.engine.freeImageBytes,
        // Where nothing is kept of it, it need not be told.
        ...(observed.broughtImages === undefined ? {} : { users: usersOf(image, desired, current) }),
      }),
    );
  }
  part.notices.push(
    ...desired.images.flatMap((image) => needsEmulation(image, observed.engine)),
    ...doNotFit(part.changes, observed.engine),
  );
  return { ...part, chosen };
}

/** Processors that run programs of others. */
const alsoRuns: Readonly<Record<string, string>> = { "linux/amd64": "linux/386", "linux/arm64": "linux/arm" };

/** Whether there is any, only a start can tell. */
function needsEmulation(
  { reference, platform, origin }: ImageSpec,
  { platform: own }: EngineFacts,
): readonly Notice[] {
  if (platform === undefined || own === undefined) return [];
  const runs = [own, alsoRuns[own]];
  if (runs.some((one) => one !== undefined && (platform === one || platform.startsWith(`${one}/`))))
    return [];
  return [
    {
      message: `image ${reference} is wanted for ${platform}, and the engine runs ${own}: its programs need emulation`,
      hint: "set it up on the host (binfmt_misc, as the package qemu-user-static does), or leave platform out",
      ...(origin === undefined ? {} : { at: origin }),
    },
  ];
}

/** No more than a notice: what is compressed or shared takes another amount in the end. */
function doNotFit(changes: PlanPart["changes"], { freeImageBytes }: EngineFacts): readonly Notice[] {
  const needed = changes.reduce((sum, { transfer }) => sum + (transfer?.bytes ?? 0), 0);
  if (freeImageBytes === undefined || needed <= freeImageBytes) return [];
  return [
    {
      message: `the images to be brought have ${formatSize(needed)}, and ${formatSize(freeImageBytes)} are free on the engine's disk`,
      hint: "free space first, e.g. with `hashike image prune`",
    },
  ];
}

interface Pull {
  readonly image: ImageSpec;
  readonly found: ObservedImage;
  readonly cause: Cause;
  readonly freeBytes: number | undefined;
  readonly users?: readonly ImageUser[];
}

function addPull(
  part: PlanPart,
  target: Target,
  { image, found, cause, freeBytes, users }: Pull,
): ChosenImage {
  const { remote } = found;
  const digest = remote.status === "current" ? remote.digest : undefined;
  const kind = found.localId === undefined ? "create" : "update";
  const transfer = transferOf(found);
  const pull = pullImage(
    { target, cause },
    {
      image,
      ...(digest === undefined ? {} : { digest }),
      ...(users === undefined ? {} : { users }),
    },
  );
  const cost = transfer === undefined ? {} : { transfer, ...(freeBytes === undefined ? {} : { freeBytes }) };
  addChange(part, { kind, target, cause, ...cost }, [pull]);
  return {
    ref: { reference: image.reference, broughtBy: pull.id },
    identity: digest ?? "not yet known",
    knownAs: [digest ?? (remote.status === "unread" ? remote.version : "")],
  };
}

function usersOf(
  { reference }: ImageSpec,
  { containers }: DesiredState,
  current: MatchedContainers["current"],
): readonly ImageUser[] {
  return containers
    .filter(({ image }) => image === reference)
    .map(({ owner, name }) => {
      const had = current.get(name)?.imageId;
      return { owner, container: name, ...(had === undefined ? {} : { had }) };
    });
}

type Decision =
  | { readonly kind: "use"; readonly id: string; readonly notice?: string }
  | { readonly kind: "pull"; readonly cause: Cause; readonly notice?: string }
  | { readonly kind: "problem"; readonly message: string; readonly hint: string };

function decide(image: ImageSpec, found: ObservedImage): Decision {
  if (found.localId === undefined) return decideAbsent(image, found);
  const use: Decision = { kind: "use", id: found.localId };
  if (image.policy === "Never" || image.policy === "IfNotPresent") return use;
  const { remote } = found;
  switch (remote.status) {
    case "current":
      if (found.localDigests.includes(remote.digest)) return use;
      return pullChanged({
        path: "digest",
        from: found.localDigests.at(0) ?? found.localId,
        to: remote.digest,
      });
    case "unread":
      return pullChanged({ path: "version", to: remote.version });
    case "invalid":
      return refuse(remote);
    case "unasked":
      return use;
    default:
      return {
        ...use,
        notice: `image ${image.reference}: ${remote.reason}; the local image is used`,
      };
  }
}

function decideAbsent(image: ImageSpec, found: ObservedImage): Decision {
  if (image.policy === "Never") {
    return {
      kind: "problem",
      message: `is not on the engine${found.otherPlatform === undefined ? "" : ` for ${image.platform}, only for ${found.otherPlatform}`}, and imagePullPolicy is Never`,
      hint: "load it (`docker load`, `docker build`), or change imagePullPolicy",
    };
  }
  switch (found.remote.status) {
    case "invalid":
      return refuse(found.remote);
    case "not-found":
      return {
        kind: "problem",
        message: found.remote.reason,
        hint: found.remote.hint ?? "check the name and the tag",
      };
    case "denied":
      return {
        kind: "problem",
        message: found.remote.reason,
        hint: found.remote.hint ?? "check the name, or run `docker login` for a private registry",
      };
    case "unreachable":
      return {
        kind: "problem",
        message: `${found.remote.reason}, and the image is not on the engine`,
        hint:
          found.remote.hint ??
          "check the network and the registry's name, or load the image with `docker load`",
      };
    default:
      return { kind: "pull", cause: { kind: "missing" } };
  }
}

function pullChanged(change: FieldChange): Decision {
  return { kind: "pull", cause: { kind: "changed", changes: [change] } };
}

/** What a source has put in the place of an image is refused also when an older one could go on being used: an upload
 *  that went wrong would else be noticed by nobody. */
function refuse({ reason, hint }: Extract<RemoteImage, { readonly status: "invalid" }>): Decision {
  return { kind: "problem", message: reason, hint: hint ?? "put the archive there anew" };
}

function transferOf({ remote }: ObservedImage): ImageTransfer | undefined {
  return remote.status === "current" || remote.status === "unread" ? remote.transfer : undefined;
}

function unknownImage(reference: string): ObservedImage {
  return { reference, localDigests: [], remote: { status: "unasked" } };
}
