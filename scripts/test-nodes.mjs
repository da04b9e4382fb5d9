// `npm run test:nodes`: the tests that need no engine, and those of the command, on each line of Node that is supported. One alone,
// and further words for vitest: npm run test:nodes -- 22 --project cli
import { buildPackages } from "./lib/build.mjs";
import { ensureNode } from "./lib/other-node.mjs";
import { heading, main, say } from "./lib/say.mjs";
import { prepareEngine } from "./lib/test-env.mjs";
import { countLine } from "./lib/test-report.mjs";
import { vitestOn } from "./lib/vitest.mjs";

const lines = ["20", "22", "24"];

await main(async () => {
  const args = process.argv.slice(2);
  const isLine = (word) => lines.includes(word);
  const wanted = args.some(isLine) ? args.filter(isLine) : lines;
  const words = args.filter((word) => !isLine(word));
  await buildPackages();
  const { env } = await prepareEngine();
  const results = [];
  for (const line of wanted) {
    const folder = await ensureNode(line);
    heading(`Node ${line}`);
    const projects = words.length > 0 ? words : ["--project", "unit", "--project", "cli"];
    results.push({ line, ...(await vitestOn(folder, projects, { env })) });
  }
  heading("Tests, by Node");
  for (const { line, report } of results) say(`Node ${line}: ${countLine(report)}`);
  return results.every(({ exitCode }) => exitCode === 0) ? 0 : 1;
});
