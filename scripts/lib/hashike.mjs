import { childEnv, run } from "./run.mjs";
import { command, Stop, say } from "./say.mjs";

/**
 * Runs the command as a user does, showing the command line and what it prints.
 * @returns {Promise<string>} what it printed
 */
export async function hashike(args) {
  // Warnings of npx, about the reader's own settings, would stand among what Hashike says.
  return show("npx", ["hashike", ...args], { env: childEnv({ npm_config_loglevel: "error" }) });
}

/** Runs any command in front of the reader, who reads its output below its command line. */
export async function show(file, args, options) {
  const line = [file, ...args].map((arg) => (/[\s{]/.test(arg) ? `"${arg}"` : arg)).join(" ");
  command(line);
  const { code, output } = await run(file, args, options);
  say(output.trimEnd());
  if (code !== 0) throw new Stop(`\`${line}\` ended with exit code ${code}; what it said stands above.`);
  return output;
}
