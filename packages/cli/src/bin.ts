import { main } from "./main.ts";

async function run(): Promise<void> {
  const exitCode = await main(process.argv.slice(2), process.env, process, process);
  // An engine's connections that are kept open must not hold a finished command, and what is still on its way into
  // a pipe must not be cut off.
  const ends = [process.stdout, process.stderr].map((s) => new Promise((resolve) => s.write("", resolve)));
  await Promise.all(ends);
  process.exit(exitCode);
}

void run();
