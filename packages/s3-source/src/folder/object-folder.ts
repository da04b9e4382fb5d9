import type { RangedObject } from "@hashike/core";

/**
 * Objects below one address, in S3 or in a folder of the file system. Keys are relative, with `/` between their parts.
 * What cannot be read is a HashikeError `SOURCE_…`, what cannot be written `STORE_UNWRITABLE`.
 */
export interface ObjectFolder {
  /** For people: `s3://bucket/prefix/app`. No `/` at its end. */
  readonly address: string;
  /** One object, to be read. Nothing is asked yet. */
  object(key: string): RangedObject;
  /** @returns its size in bytes; `undefined` when it is not there */
  sizeOf(key: string, options?: FolderOptions): Promise<number | undefined>;
  /** Every object whose key begins with `prefix`, in no order. None is no error. */
  list(prefix: string, options?: FolderOptions): Promise<readonly ListedObject[]>;
  /**
   * Writes an object in place of any that is there. It appears whole or not at all, and only with the right size and
   * digest.
   */
  put(key: string, content: Content, options?: FolderOptions): Promise<void>;
  /** One that is not there is no error. */
  remove(key: string, options?: FolderOptions): Promise<void>;
  /** Uploads below `prefix` that were begun and neither completed nor given up. They take space, but are no objects. */
  listUnfinished(prefix: string, options?: FolderOptions): Promise<readonly UnfinishedUpload[]>;
}

export interface FolderOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ListedObject {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  readonly modifiedAtMs: number;
  /** Equal for equal versions of the object; opaque. */
  readonly version: string;
}

export interface UnfinishedUpload {
  readonly key: string;
  readonly startedAtMs: number;
  discard(): Promise<void>;
}

/** What is to be written. */
export interface Content {
  /** In bytes. */
  readonly size: number;
  /** `sha256:…` */
  readonly digest: string;
  /** Read once. */
  readonly body: AsyncIterable<Uint8Array>;
}
