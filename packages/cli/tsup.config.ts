import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

export default defineConfig({
  entry: ["src/bin.ts"],
  format: "esm",
  target: "node20",
  splitting: true,
  dts: false,
  clean: true,
  banner: { js: "#!/usr/bin/env node" },
  define: { __HASHIKE_VERSION__: JSON.stringify(version) },
  tsconfig: "tsconfig.build.json",
});
