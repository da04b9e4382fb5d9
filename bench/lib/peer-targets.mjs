import module from "node:module";
import { composeName } from "./peer-programs.mjs";
import { ratioOf } from "./report.mjs";

/** Node 22.8 and newer do, for the next run. */
const keepsCompiled = module.enableCompileCache !== undefined;

const rules = [
  {
    what: /^no-op of 20, up by hashike$/,
    who: "hashike",
    to: "four lists in Node",
    most: keepsCompiled ? 1.4 : 1.7,
  },
  { what: /^round without a change/, who: "hashike", to: composeName, most: 0.25 },
  { what: /^first apply of 20$/, who: "hashike --no-wait", to: "bare API", most: 1.05 },
  { what: /^first apply of 20$/, who: "hashike --no-wait", to: composeName, most: 1 },
  { what: /^outage/, who: "hashike", to: composeName, most: 0.15 },
  { what: /^start-up$/, who: "hashike --version", to: "empty Node", most: 1.2 },
];

/**
 * @param {import("./report.mjs").Row[]} rows
 * @returns {string[]} whether each target is met, and what was found; those that were not measured are left out
 */
export function targetLines(rows) {
  return rules.flatMap(({ what, who, to, most }) =>
    rows
      .filter((row) => what.test(row.what) && row.who === who)
      .flatMap((row) => {
        const base = rows.find((other) => other.what === row.what && other.who === to);
        if (base === undefined) return [];
        const ratio = ratioOf(row, base);
        const isMet = ratio <= most;
        return [
          `- ${isMet ? "met" : "**missed**"}: ${row.what}: ${who} ${ratio.toFixed(2)} of ${to}, at most ${most}`,
        ];
      }),
  );
}
