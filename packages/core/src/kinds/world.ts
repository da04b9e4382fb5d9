import type { Owner } from "../desired/desired-state.ts";
import type { Secrets } from "../desired/secret-values.ts";
import type { SourcePosition } from "../errors.ts";
import type { Manifest, ObjectManifest } from "../manifest/manifest.ts";
import type { OutsideValues } from "./outside-values.ts";

/** An object that is applied: its manifest, and who it is. */
export interface AppliedObject<Value = ObjectManifest> extends Manifest<Value> {
  /** The owner of whatever is made for it. */
  readonly owner: Owner;
}

/** What a kind may use besides its object: no engine, no file, no clock, so that equal inputs give equal plans. */
export interface World {
  /** All that is applied together, of whatever kind; and what earlier applies noted of others. */
  readonly objects: readonly AppliedObject[];
  /** What an earlier apply noted of an object, be it applied now or not. */
  noted(owner: Owner): ObjectManifest | undefined;
  /** The namespace of those that name none. */
  readonly namespace: string;
  /** The networks that containers join, the first of them at create. */
  readonly networks: readonly string[];
  /** Whether containers are on the host's network that do not say otherwise. */
  readonly isOnHostNetwork: boolean;
  /** Takes in what must not be shown, and gives what stands for it. */
  readonly secrets: Secrets;
  /** Values that do not stand in manifests in clear. Whatever it gives is a secret. */
  readonly outside: OutsideValues;
  /**
   * @param at where the path is written: a relative one begins at that file
   * @throws HashikeError `MANIFEST_INVALID` when a relative path cannot be resolved
   */
  resolveHostPath(path: string, at: SourcePosition): string;
}
