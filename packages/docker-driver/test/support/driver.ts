import type { Driver } from "@hashike/core";
import { createDriverWith } from "../../src/docker-driver.ts";
import type { DockerDriverOptions, DriverSeams } from "../../src/driver-options.ts";
import { engine } from "./engine.ts";

/** A driver for the tests' engine, whatever the environment says. */
export function testDriver(options: DockerDriverOptions = {}, seams: DriverSeams = {}): Driver {
  return createDriverWith({ env: {}, host: `unix://${engine.socketPath}`, ...options }, seams);
}
