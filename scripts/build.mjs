// `npm run build`: builds the packages, unless they are up to date.
import { buildPackages } from "./lib/build.mjs";
import { main, say } from "./lib/say.mjs";

await main(async () => {
  await buildPackages();
  say("The packages are built.");
});
