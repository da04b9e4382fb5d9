import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cache, root } from "../../scripts/lib/paths.mjs";
import { childEnv, runVisibly } from "../../scripts/lib/run.mjs";
import { ensureS3Server, s3Env } from "../../scripts/lib/s3-server.mjs";
import { Stop } from "../../scripts/lib/say.mjs";

/**
 * Runs bench/images.mjs, which shares parts with the tests and is bundled for that, with the S3 server of the tests.
 * @param {{rounds: number, write: boolean}} options
 * @returns {Promise<object>} what it measured, for the JSON of a result
 */
export async function runImages({ rounds, write }) {
  const server = await ensureS3Server();
  if (!server) throw new Stop("images need an S3 server, and only on Debian can these scripts start one.");
  const folder = mkdtempSync(join(tmpdir(), "hkbench-"));
  const json = join(folder, "images.json");
  // Ctrl-C is for the benchmark, which clears up before it ends.
  const stay = () => {};
  process.on("SIGINT", stay);
  try {
    const options = ["--rounds", String(rounds), "--json", json, ...(write ? ["--write"] : [])];
    const code = await runVisibly(process.execPath, [await bundle(), ...options], {
      env: childEnv(s3Env(server)),
    });
    if (code !== 0) throw new Stop(`the bench of images ended with exit code ${code}.`);
    return JSON.parse(readFileSync(json, "utf8"));
  } finally {
    process.off("SIGINT", stay);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundle() {
  const { build } = await import("esbuild");
  const outfile = `${cache}/bench/images.mjs`;
  const require =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    entryPoints: [`${root}/bench/images.mjs`],
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
