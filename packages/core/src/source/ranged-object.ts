/**
 * One object of bytes somewhere - a file, an HTTP resource, an object in S3 - that can be read in parts.
 * Errors are HashikeErrors (`SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE`, `SOURCE_CHANGED`) and never show a secret.
 */
export interface RangedObject {
  /** For people: `s3://bucket/key`. Without credentials and signatures. */
  readonly address: string;
  /** One small request, no body. */
  stat(options?: ReadObjectOptions): Promise<ObjectStat>;
  /**
   * The last `length` bytes (all, when there are fewer) and what the object is, in one request.
   */
  readSuffix(
    length: number,
    options?: ReadObjectOptions,
  ): Promise<{ readonly stat: ObjectStat; readonly bytes: Uint8Array }>;
  /**
   * The bytes from `start` to before `end`, as they come; a cut connection is resumed where it was cut, a stalled
   * one ends with an error.
   * @param stat the version to read
   * @throws HashikeError `SOURCE_CHANGED` when the object is another one by now
   */
  read(stat: ObjectStat, start: number, end: number, options?: ReadObjectOptions): AsyncIterable<Uint8Array>;
}

export interface ObjectStat {
  /** In bytes. */
  readonly size: number;
  /** Equal for equal versions of the object; opaque. */
  readonly version: string;
}

export interface ReadObjectOptions {
  readonly signal?: AbortSignal | undefined;
}
