import { main } from "./main.ts";

const { stdin, stdout, stderr } = process;
const exitCode = await main(process.argv.slice(2), process.env, { stdin, stdout, stderr }, process);

// An engine's connections that are kept open must not hold a finished command, and what is still on its way into
// a pipe must not be cut off.
await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write("", resolve))));
process.exit(exitCode);
