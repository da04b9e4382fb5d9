import { root } from "../../scripts/lib/paths.mjs";
import { say } from "../../scripts/lib/say.mjs";
import { composeVersion, findCompose } from "./compose.mjs";
import { startFence } from "./fence.mjs";
import { findOriginal } from "./original.mjs";
import { runCommand } from "./run-command.mjs";

/** It makes one container after the other, and asks the registry for each: with more, nothing new is learnt. */
const originalAtMost = 20;

/**
 * Those who can be measured here. What cannot be had is told.
 * @returns {Promise<{versions: Record<string, string>, forStack: (stack: object, size: number) => Promise<Peers>}>}
 */
export async function findPeers() {
  const compose = await findCompose();
  if (compose === undefined) say("docker compose is left out: it is not to be had here.");
  const original = await findOriginal();
  if (typeof original === "string") say(`hashike-py is left out: ${original}.`);
  const versions = compose === undefined ? {} : { compose: await composeVersion(compose) };
  const forStack = async (stack, size) => {
    const isShort = size <= originalAtMost;
    if (!isShort) say(`hashike-py is left out of ${size}: it is measured with ${originalAtMost} at most.`);
    const fence = typeof original === "string" || !isShort ? undefined : await startFence(stack.prefix);
    return {
      run: {
        hashike: () => runCommand(hashikeCommand(stack)),
        ...(compose && { [composeName]: () => runCommand(composeCommand(compose, stack)) }),
        ...(fence && { "hashike-py": () => runOriginal(original, stack, fence) }),
      },
      close: () => fence?.close(),
    };
  };
  return { versions, forStack };
}

/**
 * @typedef {{run: Record<string, () => Promise<number>>, close: () => void}} Peers
 *   `run`: by name, applies the stack's file; the milliseconds that it took
 */

export const composeName = "docker compose";

export function hashikeCommand({ manifest, network }) {
  const bin = `${root}/packages/cli/dist/bin.js`;
  return [process.execPath, bin, "apply", "--quiet", "--network", network, manifest];
}

function composeCommand(compose, stack) {
  const up = ["up", "--detach", "--quiet-pull"];
  return [...compose, "--project-name", stack.project, "--file", stack.compose, ...up];
}

function runOriginal({ command, env }, { manifest, network }, { host }) {
  return runCommand([...command, "apply", "--network", network, manifest], { ...env, DOCKER_HOST: host });
}
