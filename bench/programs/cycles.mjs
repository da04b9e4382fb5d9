// What a process that runs on does in each of its rounds when there is nothing to do: it reads the manifest, looks at
// the engine and plans. Prints the milliseconds of each round as JSON.
import { readFileSync } from "node:fs";
import { buildDesiredState, plan, readManifests } from "../../packages/core/dist/index.js";
import { createDockerDriver } from "../../packages/docker-driver/dist/index.js";

const [file, network, count] = process.argv.slice(2);
const warmUp = 5;
const driver = createDockerDriver();
const ms = [];
for (let round = 0; round < warmUp + Number(count); round += 1) {
  const begin = performance.now();
  const { manifests } = readManifests([{ file, text: readFileSync(file, "utf8") }]);
  const desired = buildDesiredState(manifests, { networks: [network] });
  const { actions } = plan(desired, await driver.observe(desired));
  if (actions.length > 0) throw new Error(`something to do: ${actions.map(({ id }) => id).join(", ")}`);
  if (round >= warmUp) ms.push(performance.now() - begin);
}
await driver.close();
console.log(JSON.stringify({ ms }));
