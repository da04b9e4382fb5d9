import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  target: "node20",
  tsconfig: "tsconfig.build.json",
  dts: true,
  clean: true,
  sourcemap: false,
});
