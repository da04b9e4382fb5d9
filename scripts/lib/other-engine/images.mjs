import { busybox, nginx, redis } from "../images/recipes.mjs";

/**
 * Brings the tests' images from one engine onto another, which asks the registry first: what it pulls has a digest there.
 * @param {ReturnType<typeof import("../engine-api.mjs").createEngine>} from
 * @param {ReturnType<typeof import("../engine-api.mjs").createEngine>} to
 */
export async function copyImages(from, to) {
  for (const { name } of [nginx, redis, busybox]) {
    const failure = await to.pull(name);
    if (failure) await to.load(await from.save(name));
  }
}
