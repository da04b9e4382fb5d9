/**
 * @returns {AbortSignal} aborts on the first Ctrl-C or SIGTERM, so that there is time to remove what was made; the second
 * ends the process at once
 */
export function stopSignal() {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"]) {
    process.once(name, () => {
      console.error("Stopping, and removing what was made ...");
      controller.abort();
    });
  }
  return controller.signal;
}
