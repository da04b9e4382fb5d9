import { hasApt } from "./apt.mjs";
import { buildImage, commentOf, commentPrefix, toArchive } from "./images/build.mjs";
import { isInRegistry, push } from "./images/push.mjs";
import { busybox, nginx, redis } from "./images/recipes.mjs";
import { Stop, say } from "./say.mjs";

/**
 * Makes sure that the engine has the images of the quickstart and of the tests: nginx:alpine-slim and redis:alpine
 * from Docker Hub, or stand-ins for them when that cannot be reached, and hashike-test/busybox:1, always built here.
 * What is built goes to the registry as well, for tests that pull.
 * @param {ReturnType<typeof import("./engine-api.mjs").createEngine>} engine
 * @param {string | undefined} registry address
 */
export async function ensureImages(engine, registry) {
  const missing = [];
  for (const recipe of [nginx, redis, busybox]) {
    if (!(await isInPlace(engine, registry, recipe))) missing.push(recipe);
  }
  const toBuild = await pullFromHub(engine, missing);
  for (const recipe of toBuild) await build(engine, registry, recipe);
}

/** Whether the engine has the original, or engine and registry have what this very recipe gives. */
async function isInPlace(engine, registry, recipe) {
  const image = await engine.image(recipe.name);
  if (!image) return false;
  if (!image.Comment.startsWith(commentPrefix)) return true;
  if (image.Comment !== commentOf(recipe)) return false;
  return registry === undefined || isInRegistry(registry, registryName(recipe));
}

/** @returns the recipes whose images could not be had from Docker Hub */
async function pullFromHub(engine, recipes) {
  const onHub = recipes.filter((recipe) => recipe !== busybox);
  if (onHub.length === 0) return recipes;
  const failure = await whyNoHub();
  if (failure) {
    say(`Docker Hub cannot be reached (${failure}).`);
    return recipes;
  }
  const failed = recipes.filter((recipe) => !onHub.includes(recipe));
  for (const recipe of onHub) {
    say(`Pulling ${recipe.name} ...`);
    const reason = await engine.pull(recipe.name);
    if (!reason) continue;
    say(`Docker Hub does not give it: ${reason}`);
    failed.push(recipe);
  }
  return failed;
}

async function whyNoHub() {
  try {
    await fetch("https://registry-1.docker.io/v2/", { signal: AbortSignal.timeout(4000) });
  } catch (error) {
    return error.cause?.code ?? error.message;
  }
}

async function build(engine, registry, recipe) {
  if (!hasApt()) {
    throw new Stop(
      `${recipe.name} is missing, and only on Debian can these scripts build it.`,
      `Put an image of this name into the engine (docker pull, docker load), then run this again.`,
    );
  }
  say(`Building ${recipe.name} from Debian's packages ...`);
  const image = await buildImage(recipe);
  if (registry) await push(registry, registryName(recipe), image);
  // A pull through the mirror also tells the engine the image's digest in the registry, which a load cannot. Without
  // the mirror it would ask Docker Hub, and take what anybody might have put there under this name.
  if (registry && (await engine.mirrors()).includes(`http://${registry}/`)) {
    const failure = await engine.pull(recipe.name);
    if (failure)
      throw new Stop(`the engine cannot pull ${recipe.name} through its mirror ${registry}: ${failure}`);
  } else {
    await engine.load(toArchive(image));
  }
}

/** Docker Hub's own images have no user in their name; registries keep them as "library/...". */
function registryName({ name }) {
  return name.includes("/") ? name : `library/${name}`;
}
