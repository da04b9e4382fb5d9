import type { NotedObject } from "../desired/desired-state.ts";
import type { Loose } from "../manifest/loose.ts";
import type { ObjectManifest } from "../manifest/manifest.ts";
import type { AppliedObject, World } from "./world.ts";

/** How objects of a kind are noted on the engine. */
export interface NotedKind<Value extends ObjectManifest = ObjectManifest> {
  /**
   * What is noted of an object. What must not be shown is given to `world.secrets`, and what stands for it is noted: the
   * driver keeps the value apart.
   */
  note(object: AppliedObject<Value>, world: World): ObjectManifest;
  /** How `get` lists them. Left out: by their containers. */
  readonly table?: NotedTable<Value>;
}

export interface NotedTable<Value extends ObjectManifest = ObjectManifest> {
  /** Between name and age: `DATA`. */
  readonly headings: readonly string[];
  /**
   * What stands below them.
   * @param noted as it was noted, perhaps by another version
   * @param all that are noted, of whatever kind
   */
  cells(noted: Loose<Value>, all: readonly NotedObject[]): readonly string[];
}
