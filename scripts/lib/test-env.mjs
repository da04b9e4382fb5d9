import { findRegistryProgram } from "./registry.mjs";
import { ensureS3Server, s3Env } from "./s3-server.mjs";
import { Stop } from "./say.mjs";
import { setUp } from "./setup.mjs";
import { ensureTestTools } from "./test-tools.mjs";

/**
 * Makes sure of all that tests on an engine need.
 * @returns {Promise<{engine: ReturnType<typeof import("./engine-api.mjs").createEngine>, registry: string, env: Record<string, string>}>}
 *   the machine's own engine, and how tests are told of the rest
 */
export async function prepareEngine() {
  await ensureTestTools();
  const { engine, registry } = await setUp();
  if (registry) {
    // Tests also start registries of their own, which want a password.
    const program = await findRegistryProgram();
    const ofProgram = program ? { HASHIKE_TEST_REGISTRY_PROGRAM: program } : {};
    return { engine, registry, env: { HASHIKE_TEST_REGISTRY: registry, ...ofProgram } };
  }
  throw new Stop(
    "the tests need a registry, and only on Debian can these scripts start one.",
    "Start one and name it:\n  docker run -d -p 5055:5000 registry:2\n  HASHIKE_TEST_REGISTRY=localhost:5055 npm test",
  );
}

/** Makes sure of an S3 server. @returns how tests are told of it */
export async function prepareS3Server() {
  const server = await ensureS3Server();
  if (!server) {
    throw new Stop(
      "the tests need an S3 server, and only on Debian can these scripts start one.",
      "Start one that checks signatures and name it: HASHIKE_TEST_S3_ENDPOINT, HASHIKE_TEST_S3_KEY, HASHIKE_TEST_S3_SECRET.",
    );
  }
  return s3Env(server);
}
