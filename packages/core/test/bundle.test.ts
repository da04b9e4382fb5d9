import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));

async function bundle() {
  // `browser` refuses what only Node has; a build for `neutral` would leave the import in the output.
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    globalName: "hashike",
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text ?? "";
}

const manifest = `
apiVersion: v1
kind: Hashike
metadata: {name: rest-api}
spec:
  containers:
  - {name: web, image: "nginx:alpine-slim", ports: [{containerPort: 80, hostPort: 8000}]}
`;

describe("core without Node", () => {
  it("parses, plans and applies where there is nothing but the language", async () => {
    const code = await bundle();
    // An empty context has no process, Buffer, require, setTimeout, fetch or URL; only these three are given,
    // which browsers, workers and Node share.
    const context = createContext({ TextEncoder, TextDecoder, AbortController });
    new Script(code).runInContext(context);
    const run = new Script(`(async () => {
      const { parseManifests, buildDesiredState, plan, apply, formatPlan } = hashike;
      const desired = buildDesiredState(parseManifests(${JSON.stringify(manifest)}, { file: "m.yml" }));
      const observed = {
        engine: { description: "none", apiVersion: "1.41", nowSeconds: 0, updatablePaths: [] },
        networks: [], volumes: [], hostPaths: [], containers: [], revisions: [],
        images: [{ reference: "nginx:alpine-slim", localId: "sha256:1", localDigests: [], remote: { status: "unasked" } }],
      };
      const made = plan(desired, observed);
      const driver = { name: "none", observe: async () => observed, execute: async () => ({}) };
      const result = await apply(made, driver);
      return JSON.stringify([formatPlan(made), result.status]);
    })()`);
    const [text, status] = JSON.parse(await run.runInContext(context));
    expect(text).toContain("[container.create/web] -> container.start/web (missing)");
    expect(status).toBe("done");
  });

  it("leaves nothing to chance", async () => {
    // Lint keeps clocks and I/O out of core by their global names; `Math` itself is needed.
    const folder = fileURLToPath(new URL("../src", import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"));
    expect(files.length).toBeGreaterThan(50);
    for (const file of files)
      expect(readFileSync(join(folder, file), "utf8"), file).not.toContain("Math.random");
  });

  it("imports nothing of Node, whoever of its dependencies would want to", async () => {
    expect(await bundle()).not.toMatch(/require\("|from "node:/);
  });
});
