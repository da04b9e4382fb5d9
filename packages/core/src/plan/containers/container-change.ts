import type { ContainerSpec } from "../../desired/desired-state.ts";
import type { AnonymousVolume } from "../../observed/observed-state.ts";
import type { PlanOptions } from "../plan-types.ts";
import type { MadeFolders } from "../resources/made-folders.ts";
import type { ContainerRef, ImageRef } from "../steps/action.ts";
import type { ActionBase } from "../steps/make-action.ts";
import type { Turn } from "./decision.ts";

/** What every action on one container has in common. */
export interface ContainerChange extends ActionBase, Turn {
  readonly spec: ContainerSpec;
  readonly group: string;
  readonly record: string;
  readonly image: ImageRef;
  /** Where its manifest came from. */
  readonly source: string | undefined;
  /** What must be there before it can be created. */
  readonly needs: readonly string[];
  /** By name, the actions that create networks. */
  readonly networksCreated: ReadonlyMap<string, string>;
  /** The init containers that have completed by then, as far as they are still there. */
  readonly ranAfter: readonly ContainerRef[];
  /** The sandbox of its pod. */
  readonly sandbox: ContainerRef | undefined;
  readonly folders: MadeFolders | undefined;
  /** Whether this engine can be told anew which containers it is to start by itself. */
  readonly setsRestartPolicy: boolean;
  /** See {@link PlanOptions.wait}. */
  readonly waits: NonNullable<PlanOptions["wait"]>;
  /** Whether a container can run on this engine without its host ports. */
  readonly canPark: boolean;
  /** What it gets of the container that it replaces. */
  readonly anonymousVolumes: readonly AnonymousVolume[];
}
