import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../scripts/lib/paths.mjs";
import { rowsOfRounds } from "./lib/report.mjs";
import { inTurn } from "./lib/rounds.mjs";
import { runCommand } from "./lib/run-command.mjs";

const small = `apiVersion: v1
kind: Hashike
metadata:
  name: small
spec:
  containers:
  - name: web
    image: nginx:alpine-slim
`;

/** How long the command takes to begin. */
export async function benchStartUp({ rounds }) {
  const folder = mkdtempSync(join(tmpdir(), "hkbench-"));
  const manifest = join(folder, "small.yml");
  writeFileSync(manifest, small);
  const empty = fileURLToPath(new URL("programs/empty.mjs", import.meta.url));
  const hashike = (...args) => [process.execPath, `${root}/packages/cli/dist/bin.js`, ...args];
  try {
    const measured = await inTurn(4 * rounds + 1, {
      "empty Node": () => runCommand([process.execPath, empty]),
      "hashike --version": () => runCommand(hashike("--version")),
      "hashike --help": () => runCommand(hashike("--help")),
      "hashike validate": () => runCommand(hashike("validate", manifest)),
    });
    return { rows: rowsOfRounds("start-up", measured, "empty Node") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
