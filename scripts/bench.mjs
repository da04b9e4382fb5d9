// `npm run bench:NAME`: runs bench/NAME.mjs against the engine and the S3 server of the tests. What follows is for it.
import { existsSync } from "node:fs";
import { buildPackages } from "./lib/build.mjs";
import { cache, root } from "./lib/paths.mjs";
import { ensureDependencies } from "./lib/pnpm.mjs";
import { childEnv, runVisibly } from "./lib/run.mjs";
import { ensureS3Server, s3Env } from "./lib/s3-server.mjs";
import { main, Stop } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  const program = `${root}/bench/${name}.mjs`;
  if (!existsSync(program)) throw new Stop(`there is no bench/${name}.mjs.`);
  await ensureDependencies();
  await buildPackages();
  await setUp();
  const server = await ensureS3Server();
  if (!server) throw new Stop("this needs an S3 server, and only on Debian can these scripts start one.");
  // Ctrl-C is for the benchmark, which clears up before it ends.
  process.on("SIGINT", () => {});
  return runVisibly(process.execPath, [await bundle(program, name), ...args], {
    env: childEnv(s3Env(server)),
  });
});

/** It shares parts with the tests, which are TypeScript. */
async function bundle(program, name) {
  const { build } = await import("esbuild");
  const outfile = `${cache}/bench/${name}.mjs`;
  const require =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    entryPoints: [program],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
    banner: { js: require },
    define: { REPOSITORY: JSON.stringify(root) },
  });
  return outfile;
}
