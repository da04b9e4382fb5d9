import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`packages/${path}`, import.meta.url));

// Tests run against the sources; only the end-to-end tests of the CLI need a build.
const alias = {
  "@hashike/core/kinds": source("core/src/kinds/index.ts"),
  "@hashike/core/testing": source("core/src/testing/index.ts"),
  "@hashike/core": source("core/src/index.ts"),
  "@hashike/docker-driver": source("docker-driver/src/index.ts"),
  "@hashike/kubernetes": source("kubernetes/src/index.ts"),
  "@hashike/s3-source": source("s3-source/src/index.ts"),
};

const engineTests = "packages/*/test/**/*.docker.test.ts";
const matrixTests = "packages/*/test/**/*.engines.test.ts";
const restartTests = "packages/*/test/**/restart.engines.test.ts";
const networkTests = "packages/*/test/**/network.engines.test.ts";
const s3Tests = "packages/*/test/**/*.s3.test.ts";
const systemdTests = "packages/*/test/**/*.systemd.test.ts";
const cliTests = "packages/*/test/**/*.e2e.test.ts";

export default defineConfig({
  test: {
    // Most tests wait for an engine, so one worker more than vitest's usual one on two cores shortens them by a good part.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
          exclude: [engineTests, matrixTests, s3Tests, systemdTests, cliTests],
          // No test measures time; a busy machine may take its own.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "docker",
          include: [engineTests],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "engines",
          include: [matrixTests],
          // They restart an engine or ask it from outside, so they need one of their own: `npm run test:engines`.
          exclude: [
            ...(process.env.HASHIKE_TEST_ENGINE_CONTROL === undefined ? [restartTests] : []),
            ...(process.env.HASHIKE_TEST_OUTSIDE === undefined ? [networkTests] : []),
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "s3",
          include: [s3Tests],
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "cli",
          include: [cliTests],
          testTimeout: 30_000,
        },
      },
      // They start a systemd: `npm run test:systemd`.
      ...(process.env.HASHIKE_TEST_SYSTEMD === undefined
        ? []
        : [
            {
              resolve: { alias },
              test: {
                name: "systemd",
                include: [systemdTests],
                testTimeout: 60_000,
                hookTimeout: 30_000,
              },
            },
          ]),
    ],
  },
});
