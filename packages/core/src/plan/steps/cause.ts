/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One field whose value differs. An absent `from` or `to` means that the field is not there on that side. */
export interface FieldChange {
  /** In the words of the last-applied record: `env.MY_ENV`, `image`, `ports.80/tcp`. */
  readonly path: string;
  readonly from?: Json;
  readonly to?: Json;
  /** The values are secret: neither is given. */
  readonly sensitive?: true;
}

/** Why an action is there, as data. `formatCause` turns it into words. */
export type Cause =
  /** Wanted, and not there. */
  | { readonly kind: "missing" }
  /** The manifest (or the image behind its reference) changed since it was last applied. */
  | { readonly kind: "changed"; readonly changes: readonly FieldChange[] }
  /** The live state was changed by somebody else. */
  | { readonly kind: "drift"; readonly changes: readonly FieldChange[] }
  /**
   * Files of the host that it mounts read-only are others than it has. `unheard`: the signal that would be sent, if it
   * did not still have the file in whose place there is a new one; `isInDoubt` where it cannot be told whether it has.
   */
  | {
      readonly kind: "config";
      readonly files: readonly string[];
      readonly unheard?: string;
      readonly isInDoubt?: boolean;
    }
  /** An init container before it runs, now or since it was created. */
  | { readonly kind: "dependency"; readonly on: string }
  /** A container of the same pod is replaced, or its sandbox is not the one that it was made for. */
  | { readonly kind: "pod"; readonly with: string }
  /** Its sandbox has started after it, and has another network since. */
  | { readonly kind: "sandbox"; readonly name: string }
  /** It cannot be looked at while planning. */
  | { readonly kind: "unseen" }
  /** Owned, but no longer wanted. */
  | { readonly kind: "orphaned" }
  /** Left by an apply that was interrupted. */
  | { readonly kind: "leftover" }
  /** Made by hashike-py, or by another owner and `takeOver` was given. */
  | { readonly kind: "adopted"; readonly from: string }
  /** It has another name in the manifest now. */
  | { readonly kind: "renamed"; readonly from: string }
  /** An init container that ended with an error is tried again. */
  | { readonly kind: "retry" }
  /** Somebody asked for it by name or flag. */
  | { readonly kind: "requested" };
