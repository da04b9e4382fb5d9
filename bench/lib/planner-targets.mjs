import { median } from "./rounds.mjs";

/** Milliseconds that an empty Node process took where the targets were set. */
const yardstickMs = 51;

const rules = [{ what: "parse and validate", most: 400 }];
const who = "1,000 containers";
const mostTimes = 12;

/**
 * Targets in milliseconds are of one machine. How fast this one is, an empty Node process tells, measured in each round
 * beside what is compared.
 * @param {import("./report.mjs").Row[]} rows with the rounds of each
 * @param {Record<string, readonly number[]>} emptyNode by what was measured, the same rounds of an empty Node process
 * @returns {string[]} whether each is met
 */
export function plannerTargetLines(rows, emptyNode) {
  const ofMany = rows.filter((row) => row.who === who);
  const inMs = rules.flatMap(({ what, most }) => {
    const row = ofMany.find((each) => each.what === what);
    if (row === undefined) return [];
    const scaled = median(row.rounds.map((ms, round) => (ms / emptyNode[what][round]) * yardstickMs));
    return [
      `- ${word(scaled <= most)}: ${what}, ${who}: ${Math.round(row.ms)} ms here, ${Math.round(scaled)} where an ` +
        `empty Node process takes ${yardstickMs}, at most ${most}`,
    ];
  });
  const worst = Math.max(...ofMany.map(({ ratio }) => ratio));
  return [
    ...inMs,
    `- ${word(worst <= mostTimes)}: ${who}: ${worst.toFixed(1)} times 100, at most ${mostTimes}`,
  ];
}

function word(isMet) {
  return isMet ? "met" : "**missed**";
}
