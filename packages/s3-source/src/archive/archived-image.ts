/** One image of an archive: the paths of its files, and what it is called. */
export interface ArchivedImage {
  readonly configPath: string;
  /** What the config's path says: all layouts of `docker save` name it by its digest. */
  readonly configDigest: string | undefined;
  /** As they stand there: `app:latest`, `ghcr.io/team/app:1`. */
  readonly tags: readonly string[];
  /** Lowest layer first. */
  readonly layerPaths: readonly string[];
  /** The document that names these files, for messages. */
  readonly namedBy: "manifest.json" | "manifest";
}
