import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", "testing/index": "src/testing/index.ts" },
  format: "esm",
  platform: "neutral",
  target: "es2023",
  dts: true,
  clean: true,
  tsconfig: "tsconfig.build.json",
});
