import type {
  AttachmentSpec,
  ContainerSpec,
  HookSpec,
  HostPathType,
  ImageSpec,
  NetworkSpec,
  ObjectSpec,
  Owner,
  ProbesSpec,
  VolumeSpec,
} from "../../desired/desired-state.ts";
import type {
  AnonymousVolume,
  FailedRevision,
  ImageUser,
  RecordNote,
  RevisionNote,
} from "../../observed/observed-state.ts";
import type { Cause } from "./cause.ts";

export type TargetKind = "network" | "volume" | "image" | "hostPath" | "object" | "container";

/** What an action is about, in the user's words. */
export interface Target {
  readonly kind: TargetKind;
  readonly name: string;
  readonly owner?: Owner;
}

interface ActionBase {
  /** Unique within a plan, the same for the same change: `container.create/web`. */
  readonly id: string;
  readonly target: Target;
  readonly cause: Cause;
  /** Ids of the actions that must have succeeded before. Sorted. */
  readonly dependsOn: readonly string[];
  /**
   * Actions of one group succeed together: when one fails, is skipped or is aborted, those already done are
   * taken back by their `undo`, last first.
   */
  readonly group?: string;
  /**
   * Takes this action back; run in the given order. It depends only on other undo actions of the group, and is left
   * out when one of those was tried and failed.
   */
  readonly undo?: readonly Action[];
  /** What to look at first when it fails: what the plan knows of it, and the driver does not. */
  readonly hintIfFailed?: string;
}

/**
 * A container that exists (its id is the precondition: the driver touches this one or fails), or one that an
 * earlier action of the plan creates.
 */
export type ContainerRef =
  | { readonly name: string; readonly id: string }
  | { readonly name: string; readonly createdBy: string };

/** An image that the engine has, or one that an earlier action of the plan brings. */
export type ImageRef =
  | { readonly reference: string; readonly id: string }
  | { readonly reference: string; readonly broughtBy: string };

/** Makes sure, on the engine's host, that a path is what the manifest says; makes an empty file where allowed. */
export interface CheckHostPath extends ActionBase {
  readonly type: "hostPath.check";
  readonly path: string;
  readonly pathType: HostPathType;
  /** An image on the engine from which a helper container can be created; it is never started. */
  readonly image: ImageRef;
  /** Files that containers mount read-only, to be looked at with that: {@link ActionOutput.mountedFiles}. */
  readonly files?: readonly string[];
}

/** Removes the folders that the engine made where a host path was missing. What holds anything stays. */
export interface RemoveMadeFolder extends ActionBase {
  readonly type: "hostPath.remove";
  readonly path: string;
  /** {@link ObservedHostPath.existingParent}: this one, and what is above it, were there before. */
  readonly within: string;
}

export interface CreateNetwork extends ActionBase {
  readonly type: "network.create";
  readonly network: NetworkSpec;
}

export interface RemoveNetwork extends ActionBase {
  readonly type: "network.remove";
  readonly networkId: string;
  /** Then `networkId` is its name, and what the driver made along with it goes, too. */
  readonly isPark?: true;
}

export interface CreateVolume extends ActionBase {
  readonly type: "volume.create";
  readonly volume: VolumeSpec;
}

export interface RemoveVolume extends ActionBase {
  readonly type: "volume.remove";
  readonly volumeName: string;
}

/** Brings an image from where its reference points to. Outputs its `imageId`. */
export interface PullImage extends ActionBase {
  readonly type: "image.pull";
  readonly image: ImageSpec;
  /** What its source had when the plan was made. */
  readonly digest?: string;
  /** Noted on the engine along with an image that was not there before. Absent: nothing is noted. */
  readonly users?: readonly ImageUser[];
}

/**
 * Removes an image that Hashike brought, and what is noted about it. One that is in use, has another name by now, or was
 * brought anew by the same plan stays; that is no failure.
 */
export interface RemoveImage extends ActionBase {
  readonly type: "image.remove";
  readonly imageId: string;
}

/** Creates a container without starting it. Outputs its `containerId`. */
export interface CreateContainer extends ActionBase {
  readonly type: "container.create";
  readonly container: ContainerSpec;
  /** The last-applied record to keep in a label. */
  readonly record: string;
  /** The engine's name for it: the wanted one, or a candidate's. */
  readonly as: string;
  readonly image: ImageRef;
  /** Finished init containers it comes after; the driver keeps their ids, for `ObservedContainer.ranAfter`. */
  readonly ranAfter: readonly ContainerRef[];
  /** The sandbox of its pod. */
  readonly sandbox?: ContainerRef;
  /** A park that it is on besides its networks, so that it can start while another container has its host ports. */
  readonly park?: string;
  /** The engine is not to start it by itself, whatever its spec says, until a `container.update` says otherwise. */
  readonly noRestart?: true;
  /** Those of the container that it replaces, at the same paths; absent where there are none. */
  readonly anonymousVolumes?: readonly AnonymousVolume[];
  /** {@link DesiredState.sources}: where its manifest came from. */
  readonly source?: string;
}

export interface StartContainer extends ActionBase {
  readonly type: "container.start";
  readonly container: ContainerRef;
  /** The park that it was created on. It leaves that at once, and runs without its host ports until it takes them. */
  readonly park?: string;
}

export interface UnpauseContainer extends ActionBase {
  readonly type: "container.unpause";
  readonly container: ContainerRef;
}

/** Sends a signal to the process of a container that runs. */
export interface SignalContainer extends ActionBase {
  readonly type: "container.signal";
  readonly container: ContainerRef;
  /** Without `SIG`. */
  readonly signal: string;
}

/** Runs what it is to do before it ends, asks it to end and waits, then kills. */
export interface StopContainer extends ActionBase {
  readonly type: "container.stop";
  readonly container: ContainerRef;
  /** Its time counts towards the time that the container has to end. A failure of it stops nothing. */
  readonly preStop?: HookSpec;
}

/** Runs what a container is to do right after its start. */
export interface RunHook extends ActionBase {
  readonly type: "container.hook";
  readonly container: ContainerRef;
  readonly hook: HookSpec;
}

/** Changes settings of a container, without a restart of one that runs. */
export interface UpdateContainer extends ActionBase {
  readonly type: "container.update";
  readonly container: ContainerRef;
  /**
   * `resources`: all of them, also those that stay as they are; when absent, only its restart policy is set.
   * `engineOptions`: all of them; a driver takes those that can be changed.
   */
  readonly settings: RestartSettings & Partial<Pick<ContainerSpec, "resources" | "engineOptions">>;
}

/** What tells when the engine starts a container by itself. */
export type RestartSettings = Pick<ContainerSpec, "restartPolicy" | "role">;

/** Takes it off a network. Its process runs on, and so do ports that it has on other networks. */
export interface DisconnectContainer extends ActionBase {
  readonly type: "container.disconnect";
  readonly container: ContainerRef;
  readonly network: string;
}

/** Keeps a note about a container's revisions on the engine, in place of an earlier one. */
export interface NoteRevision extends ActionBase {
  readonly type: "revision.note";
  readonly note: Omit<RevisionNote, "failed">;
  /** The revision that failed; the driver adds the time, by the engine's clock. */
  readonly failed?: Omit<FailedRevision, "atSeconds">;
  /** The failure of any container of the group is this one's as well: with `atomic`, all were tried together. */
  readonly isShared?: true;
}

/** Keeps on the engine what was applied to a container in place, instead of what was kept about one of that name before. */
export interface NoteRecord extends ActionBase {
  readonly type: "record.note";
  readonly note: Pick<RecordNote, "owner" | "container">;
  /** Absent: there is nothing to keep any more. */
  readonly applied?: Pick<RecordNote, "containerId" | "record">;
}

/** Keeps on the engine what was applied of the target's owner, in place of what was kept of it before. */
export interface NoteObject extends ActionBase {
  readonly type: "object.note";
  /** Absent: nothing is kept any more. */
  readonly object?: ObjectSpec;
  /** {@link DesiredState.sources} */
  readonly source?: string;
}

export interface RenameContainer extends ActionBase {
  readonly type: "container.rename";
  readonly container: ContainerRef;
  readonly to: string;
}

/** Removes it, also when it runs. */
export interface RemoveContainer extends ActionBase {
  readonly type: "container.remove";
  readonly container: ContainerRef;
  /** It runs no more when the plan is made, and is not to run again. */
  readonly hasEnded?: true;
  /** Of one that never served: with the anonymous volumes that were made for it. Those that it was given stay. */
  readonly withVolumes?: true;
}

export interface ConnectContainer extends ActionBase {
  readonly type: "container.connect";
  readonly container: ContainerRef;
  readonly network: string;
  /** Absent: nothing more than the network gives everyone. */
  readonly attachment?: AttachmentSpec;
}

/**
 * Gives a running container its host ports: all of them, or it fails. Both run on, on all their networks; in the end
 * nobody is on the park, and the one that gave the ports up goes on without.
 */
export interface SwitchContainer extends ActionBase {
  readonly type: "container.switch";
  /** The one that takes them. */
  readonly container: ContainerRef;
  /** The one that has them now; absent when nobody has. */
  readonly from?: ContainerRef;
  readonly park: string;
}

/** Waits until an init container has done its work, or another one is ready. */
export interface WaitForContainer extends ActionBase {
  readonly type: "container.wait";
  readonly container: ContainerRef;
  readonly until: WaitCondition;
  /** The engine does not start it again when it ends, so the wait does, as the policy says. */
  readonly restart?: { readonly policy: ContainerSpec["restartPolicy"]; readonly park?: string };
}

export type WaitCondition =
  /** It ended with exit code 0. Another code, once the engine does not restart it, is a failure. */
  | { readonly kind: "completed" }
  /** It ran for `seconds` without a restart; a failure after `timeoutSeconds`. */
  | { readonly kind: "steady"; readonly seconds: number; readonly timeoutSeconds: number }
  /**
   * It is ready: its startup probe has succeeded, then its readiness probe, and it stays so for `minReadySeconds`.
   * Without either probe the image's own health check counts; without that one, running without a restart does.
   * So does having ended with 0 where it is not restarted then: a job has done its work.
   * A failure when it ends for good, restarts again and again, fails its startup probe, or is not ready after
   * `timeoutSeconds`.
   */
  | {
      readonly kind: "ready";
      readonly probes: Pick<ProbesSpec, "startup" | "readiness">;
      /** Default: 0 where something tells that it is ready, else 1. */
      readonly minReadySeconds?: number;
      /** So long, restarts are not counted: what it needs may be starting as well. Default 0. */
      readonly settleSeconds?: number;
      readonly timeoutSeconds: number;
    }
  /** Some seconds have passed, in which those who have just looked up its address can still reach it. */
  | { readonly kind: "drained"; readonly seconds: number }
  /** Nothing more than what the action depends on: all that is to succeed before anything after it begins. */
  | { readonly kind: "barrier" };

/** One step, one Engine call where possible, plain JSON. */
export type Action =
  | CheckHostPath
  | RemoveMadeFolder
  | CreateNetwork
  | RemoveNetwork
  | CreateVolume
  | RemoveVolume
  | PullImage
  | RemoveImage
  | CreateContainer
  | StartContainer
  | UnpauseContainer
  | SignalContainer
  | StopContainer
  | RenameContainer
  | RemoveContainer
  | RunHook
  | UpdateContainer
  | ConnectContainer
  | DisconnectContainer
  | SwitchContainer
  | WaitForContainer
  | NoteRevision
  | NoteRecord
  | NoteObject;

export type ActionType = Action["type"];
