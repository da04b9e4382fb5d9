/** The bytes of a tar, uncompressed. Offsets never go back, but for what was read last. */
export interface TarInput {
  /** Of the whole tar in bytes, where that is known beforehand. */
  readonly size?: number;
  /** @returns the bytes from `offset`; fewer than `length` only where the archive ends */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** As they come; fewer than `length` only where the archive ends. To be read to the end before anything else. */
  stream(offset: number, length: number): AsyncIterable<Uint8Array>;
}
