import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { buildDesiredState } from "../src/objects/build-desired-state.ts";
import { parseManifests } from "../src/objects/read-manifests.ts";
import type { ObservedState } from "../src/observed/observed-state.ts";
import { plan } from "../src/plan/plan.ts";
import type { Plan } from "../src/plan/plan-types.ts";
import { describeChanges, formatPlan } from "../src/plan/steps/format-plan.ts";

// Each folder is one obligation: manifest.yaml on top of observed.json, with options.json where there is one, gives
// plan.txt.
// `UPDATE=1` writes plan.txt anew; read the difference before committing it.
const folder = fileURLToPath(new URL("scenarios", import.meta.url));

function planOf(scenario: string): Plan {
  const read = (name: string) => readFileSync(join(folder, scenario, name), "utf8");
  const desired = buildDesiredState(parseManifests(read("manifest.yaml"), { file: "manifest.yaml" }));
  const observed = JSON.parse(read("observed.json")) as ObservedState;
  const options = join(folder, scenario, "options.json");
  return plan(desired, observed, existsSync(options) ? JSON.parse(readFileSync(options, "utf8")) : {});
}

function describePlan(made: Plan): string {
  const changes = describeChanges(made).map(({ symbol, title, details }) =>
    [`${symbol} ${title}`, ...details.map((d) => `    ${d}`)].join("\n"),
  );
  const notices = made.notices.map((n) => `notice: ${n.message}`);
  return `${[...changes, ...notices, ""].join("\n")}\n${formatPlan(made)}`.trimStart();
}

describe("scenarios", () => {
  for (const scenario of readdirSync(folder).sort()) {
    it(scenario.replaceAll("-", " "), () => {
      const text = describePlan(planOf(scenario));
      const golden = join(folder, scenario, "plan.txt");
      if (process.env.UPDATE === "1" || !existsSync(golden)) {
        if (process.env.CI === "true") throw new Error(`${scenario} has no plan.txt`);
        writeFileSync(golden, text);
      }
      expect(text).toBe(readFileSync(golden, "utf8"));
    });
  }
});
