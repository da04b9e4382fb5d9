import { fileURLToPath } from "node:url";
import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { podWith } from "./pod.ts";

const program = `
import { buildDesiredState, createKinds, defaultKinds, parseManifests } from "@hashike/core";
import { ignoredKinds, kubernetesKinds } from "@hashike/kubernetes";
const kinds = createKinds([...defaultKinds.all, ...kubernetesKinds], ignoredKinds);
export const read = (text) => buildDesiredState(parseManifests(text, { file: "pod.yml", kinds }), { kinds });
`;

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** As a web page has it: `browser` refuses what only Node has, and nothing is left out. */
async function bundle(): Promise<string> {
  const result = await build({
    stdin: { contents: program, resolveDir: source("kubernetes/test") },
    alias: {
      "@hashike/core/kinds": source("core/src/kinds/index.ts"),
      "@hashike/core": source("core/src/index.ts"),
      "@hashike/kubernetes": source("kubernetes/src/index.ts"),
    },
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    globalName: "hashike",
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text ?? "";
}

it("kinds of Kubernetes are read where there is nothing but the language", async () => {
  const code = await bundle();
  expect(code).not.toMatch(/require\("|from "node:/);
  const context = createContext({ TextEncoder, TextDecoder, AbortController, atob });
  new Script(code).runInContext(context);
  const text = `${podWith(
    "volumes: [{name: v, secret: {secretName: s}}]",
    "containers: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /v}]}, {name: b, image: b}]",
  )}---\n{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {K: dmFsdWU=}}\n`;
  const names = new Script(`hashike.read(${JSON.stringify(text)}).containers.map((one) => one.name).join()`);
  expect(names.runInContext(context)).toBe("default_posts,default_posts_a,default_posts_b");
});
