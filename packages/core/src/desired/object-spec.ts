import type { ObjectManifest } from "../manifest/manifest.ts";
import type { Owner } from "./spec/owner.ts";

/** What is to be kept on the engine of an applied object, for later applies. */
export interface ObjectSpec {
  readonly owner: Owner;
  /** Plain JSON. What must not be shown is a placeholder, see `secretPlaceholder`. */
  readonly manifest: ObjectManifest;
}

/** What is known on the engine of an object that was applied. */
export interface NotedObject {
  readonly owner: Owner;
  /** As {@link ObjectSpec.manifest}. Absent: all there is was made for it, or is half a note of an interrupted apply. */
  readonly manifest?: ObjectManifest;
  /** Where its manifest came from when it was applied last; absent when from standard input. */
  readonly source?: string;
  /** Higher with each note about the object, from 1; 0 without a manifest. */
  readonly generation: number;
  /** When it was noted first: seconds since the epoch, by the engine's clock. Absent when nobody knows. */
  readonly createdAtSeconds?: number;
}
