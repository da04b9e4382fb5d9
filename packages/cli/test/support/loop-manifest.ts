import { writeFile } from "node:fs/promises";
import type { OwnThings } from "../../../docker-driver/test/support/own-things.ts";

const loop = "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done";

/**
 * Writes a manifest of containers that run until they are asked to end. One named `slow` is ready once somebody makes
 * the file /ready in it.
 * @returns the file
 */
export async function writeLoopManifest(
  file: string,
  own: OwnThings,
  names: readonly string[],
): Promise<string> {
  const probe = ", readinessProbe: {exec: {command: [test, -e, /ready]}}";
  const containers = names.map(
    (name) =>
      `  - {name: ${own.name(name)}, image: "hashike-test/busybox:1", command: [sh, -c, "${loop}"]${name === "slow" ? probe : ""}}\n`,
  );
  const head = `apiVersion: v1\nkind: Hashike\nmetadata: {namespace: tests, name: ${own.name("app")}}\nspec:\n`;
  await writeFile(file, `${head}  terminationGracePeriodSeconds: 3\n  containers:\n${containers.join("")}`);
  return file;
}
