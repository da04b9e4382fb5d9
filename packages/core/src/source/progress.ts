/** How far a long action is. */
export interface Progress {
  /** In the driver's words: `downloading`, `extracting`, `waiting`. */
  readonly status: string;
  readonly currentBytes?: number;
  /** As far as known by now; it may grow. */
  readonly totalBytes?: number;
}
