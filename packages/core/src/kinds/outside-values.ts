import type { ValueSource } from "../desired/outside-value.ts";
import type { ManifestSource } from "../manifest/manifest.ts";
import type { Path } from "../manifest/path.ts";

/** A place in a manifest. */
export interface ManifestPlace {
  readonly source: ManifestSource;
  readonly path: Path;
}

/** Values that manifests name only. */
export interface OutsideValues {
  /**
   * @returns `undefined` where there is none: what is wrong with that is reported, and refuses the manifests at the end
   */
  find(
    source: ValueSource,
    place: ManifestPlace,
    options?: { readonly optional?: boolean | undefined },
  ): string | undefined;
  /** Refuses the manifests for what a value turned out to be. */
  refuse(place: ManifestPlace, message: string, hint?: string): void;
  /** Tells of an object that is neither applied nor noted, which refuses the manifests where they are to be carried out. */
  miss(place: ManifestPlace, message: string, hint?: string): void;
}
