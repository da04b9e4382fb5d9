const whole = { tar: "cold .tar", store: "cold store" };
const thin = { tar: "1 MB changed .tar (thin)", store: "1 MB changed store (thin)" };
const changedPush = "1 MB changed push";

/** @returns {string} what matters most, in one sentence */
export function headline(figures) {
  const of = byName(figures);
  const [tar, store] = ["tar", "store"].map((place) => times(of, place).toFixed(1));
  const fewer = Math.round(of(whole.store).bytes / of(thin.store).bytes);
  return `Loading a changed image is **${tar} times faster** than loading it whole from an archive, **${store} times** from a store, and reads **${fewer} times less**.`;
}

/** @returns {string[]} whether each target is met, and what was found */
export function targetLines(figures) {
  const of = byName(figures);
  const peak = Math.max(...figures.map(({ peakBytes }) => peakBytes));
  const small = (what, bytes) => target(`${what} less than 1.3 MB`, megabytes(bytes), bytes < 1.3e6);
  const fast = (what, ratio) =>
    target(
      `${what} is at least 5 times faster than loading it whole`,
      `${ratio.toFixed(1)} times`,
      ratio >= 5,
    );
  return [
    small("loading a changed image from an archive reads", of(thin.tar).bytes),
    small("loading a changed image from a store reads", of(thin.store).bytes),
    small("pushing a changed image uploads", of(changedPush).uploaded),
    fast("loading a changed image from an archive", times(of, "tar")),
    fast("loading a changed image from a store", times(of, "store")),
    target("memory stays below 150 MB, whatever is loaded or pushed", megabytes(peak), peak < 150e6),
  ];
}

/** Below 100 MB with what a target could be missed by. */
export const megabytes = (bytes) =>
  bytes < 1e8 ? `${(bytes / 1e6).toFixed(2)} MB` : `${Math.round(bytes / 1e6)} MB`;

/** How many times faster the changed image is loaded than the whole one. */
function times(of, place) {
  return of(whole[place]).seconds / of(thin[place]).seconds;
}

function byName(figures) {
  return (name) => figures.find((figure) => figure.name === name);
}

function target(what, found, isMet) {
  return `- ${isMet ? "met" : "**missed**"}: ${what} (${found})`;
}
