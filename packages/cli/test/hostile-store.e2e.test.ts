import { expect, it } from "vitest";
import { createWorkspace } from "./support/workspace.ts";

const red = "\u001b[31m";
const folder = `images/${red}app\u009b31m`;
const unneeded = "0".repeat(64);
const partial = "00000000-0000-4000-8000-000000000000.partial";
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

it("what stands in a store does not reach the terminal as it is", async () => {
  await using workspace = await createWorkspace();
  await workspace.write(`${folder}/oci-layout`, '{"imageLayoutVersion": "1.0.0"}');
  await workspace.write(`${folder}/blobs/sha256/${unneeded}`, "x");
  await workspace.write(`${folder}/blobs/${red}key.${partial}`, "x");
  const place = `oci+file://${workspace.folder}/images`;
  for (const more of [["--dry-run"], []]) {
    const { code, stdout } = await workspace.run(["image", "gc", place, "--grace-period", "0s", ...more]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${workspace.folder}/images/app31m sha256:${unneeded} (1 B)\n`);
    expect(stdout).toContain("/images/app31m blobs/key: an upload that was never completed\n");
    expect(stdout).not.toMatch(controls);
  }
});

it("what is given for a store does not reach the terminal as it is either", async () => {
  await using workspace = await createWorkspace();
  const place = `oci+file://${workspace.folder}/${red}images`;
  for (const words of [
    ["ls", place],
    ["pull", `${place}/app:1`],
    ["rm", `${place}/app:1`],
    ["push", `${red}app:1`, `${place}/app:1`],
    ["gc", place, "--grace-period", `${red}0s`],
  ]) {
    const { stdout, stderr } = await workspace.engine(["image", ...words]);
    expect(stdout + stderr).not.toMatch(controls);
  }
});
