/**
 * How long to wait before the next try: 1 second after the first, then twice as long each time.
 * @param tries in a row that were made already; 0 gives no wait
 */
export function backOffMs(tries: number, longestMs: number): number {
  return tries === 0 ? 0 : Math.min(1000 * 2 ** Math.min(tries - 1, 30), longestMs);
}
