import { ensureEngine } from "./engine.mjs";
import { ensureImages } from "./images.mjs";
import { ensureRegistry } from "./registry.mjs";

/**
 * Makes sure that a registry (where one can be had), an engine and the images are there. Quick when they are.
 * @returns {Promise<{engine: ReturnType<typeof import("./engine-api.mjs").createEngine>, registry?: string}>}
 */
export async function setUp() {
  const registry = await ensureRegistry();
  const engine = await ensureEngine({ mirror: registry });
  await ensureImages(engine, registry);
  return { engine, registry };
}
