// Runs pnpm for the scripts of package.json, so that they work where pnpm and the dependencies are not there yet.
import { pnpm } from "./lib/pnpm.mjs";
import { main } from "./lib/say.mjs";

await main(() => pnpm(process.argv.slice(2)));
