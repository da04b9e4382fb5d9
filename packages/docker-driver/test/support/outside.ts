import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where an engine of `npm run test:engines` is for the world outside of it, see scripts/lib/other-engine/world.sh. */
export const addressesForOutside = ["10.98.0.1", "[fd98::1]"];

/** What a page says to somebody on another machine than the engine's. */
export async function pageFromOutside(url: string): Promise<string> {
  const program = "process.stdout.write(await (await fetch(process.argv[1])).text())";
  const node = [process.execPath, "--input-type=module", "-e", program, url];
  const { stdout } = await run("nsenter", [`--net=${process.env.HASHIKE_TEST_OUTSIDE}`, ...node]);
  return stdout;
}
