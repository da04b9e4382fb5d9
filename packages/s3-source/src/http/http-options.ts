/** How HTTP servers are asked. */
export interface HttpOptions {
  /**
   * Sent to the origin (scheme, host and port) that was asked for, e.g. `Authorization`; not to others that it
   * redirects to.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
