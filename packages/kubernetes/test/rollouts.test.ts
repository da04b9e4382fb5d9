import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeChanges, formatPlan } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { applyOn, engineWithImages, planOn } from "./workload.ts";

// Each folder is one obligation: after.yaml on an engine to which before.yaml was applied gives plan.txt.
// `UPDATE=1` writes plan.txt anew; read the difference before committing it.
const folder = fileURLToPath(new URL("rollouts", import.meta.url));

async function describePlan(rollout: string): Promise<string> {
  const read = (name: string) => readFileSync(join(folder, rollout, name), "utf8");
  const engine = engineWithImages();
  await applyOn(engine, read("before.yaml"));
  const made = await planOn(engine, read("after.yaml"));
  const changes = describeChanges(made).map(({ symbol, title, details }) =>
    [`${symbol} ${title}`, ...details.map((d) => `    ${d}`)].join("\n"),
  );
  const unchanged = made.unchanged.map(({ name }) => `= ${name}`);
  return `${[...changes, ...unchanged, ""].join("\n")}\n${formatPlan(made)}`;
}

describe("rollouts", () => {
  for (const rollout of readdirSync(folder).sort()) {
    it(rollout.replaceAll("-", " "), async () => {
      const golden = join(folder, rollout, "plan.txt");
      const text = await describePlan(rollout);
      if (process.env.UPDATE === "1") writeFileSync(golden, text);
      expect(text).toBe(readFileSync(golden, "utf8"));
    });
  }
});
