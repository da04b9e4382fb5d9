/** Milliseconds since the process began. Not by `performance`, which Node loads when it is first looked at. */
export function processMs(): number {
  return process.uptime() * 1000;
}
