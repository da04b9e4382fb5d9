/** The middle value; of an even number of values the lower of the two. */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/**
 * Measures several candidates in turn, round after round, so that whatever else the machine does meets all of them; each
 * round begins with another one, so that nobody always comes after the same.
 * @template T
 * @param {number} rounds
 * @param {Record<string, () => Promise<T>>} candidates each gives what one round measured
 * @returns {Promise<Record<string, T[]>>}
 */
export async function inTurn(rounds, candidates) {
  const measured = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  const entries = Object.entries(candidates);
  for (let round = 0; round < rounds; round += 1) {
    const first = round % entries.length;
    const inOrder = [...entries.slice(first), ...entries.slice(0, first)];
    for (const [name, measure] of inOrder) measured[name].push(await measure());
  }
  return measured;
}
