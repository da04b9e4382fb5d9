import { median } from "./rounds.mjs";

/** Milliseconds that an empty Node process took where the targets were set. */
const yardstickMs = 51;

const rules = [
  { what: "parse and validate", most: 1000 },
  { what: "plan without change", most: 100 },
  { what: "plan without change, again", most: 100 },
  { what: "plan of all new", most: 300 },
  { what: "plan of all new, again", most: 300 },
];
const who = "10,000 containers";
const mostTimes = 12;

/**
 * Targets in milliseconds are of one machine. What an empty Node process takes tells how fast this one is.
 * @param {import("./report.mjs").Row[]} rows
 * @param {readonly number[]} emptyNode what such processes took here, in milliseconds
 * @returns {string[]} whether each is met
 */
export function plannerTargetLines(rows, emptyNode) {
  const slowness = median(emptyNode) / yardstickMs;
  const inMs = rules.flatMap(({ what, most }) => {
    const row = rows.find((each) => each.what === what && each.who === who);
    if (row === undefined) return [];
    const scaled = row.ms / slowness;
    return [
      `- ${word(scaled <= most)}: ${what}, ${who}: ${Math.round(row.ms)} ms, ${Math.round(scaled)} on a machine ` +
        `where an empty Node process takes ${yardstickMs} ms (here ${Math.round(median(emptyNode))}), at most ${most}`,
    ];
  });
  const ratios = rows.filter((row) => row.who === who).map(({ ratio }) => ratio);
  const worst = Math.max(...ratios);
  return [
    ...inMs,
    `- ${word(worst <= mostTimes)}: 10,000 at most ${worst.toFixed(1)} times 1,000, at most ${mostTimes}`,
  ];
}

function word(isMet) {
  return isMet ? "met" : "**missed**";
}
