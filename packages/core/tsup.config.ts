import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "kinds/index": "src/kinds/index.ts",
    "testing/index": "src/testing/index.ts",
  },
  format: "esm",
  platform: "neutral",
  target: "es2023",
  dts: true,
  clean: true,
  tsconfig: "tsconfig.build.json",
  // Editors read the schema as a file: `# yaml-language-server: $schema=…/manifest.schema.json`.
  async onSuccess() {
    const { manifestJsonSchema } = await import(pathToFileURL("dist/index.js").href);
    await writeFile("dist/manifest.schema.json", `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`);
  },
});
