import type { Driver } from "@hashike/core";
import { createDriverWith, type DockerDriverOptions } from "../../src/docker-driver.ts";
import type { DriverSeams } from "../../src/open-driver.ts";
import { engine } from "./engine.ts";

/** A driver for the tests' engine, whatever the environment says. */
export function testDriver(options: DockerDriverOptions = {}, seams: DriverSeams = {}): Driver {
  return createDriverWith({ env: {}, host: `unix://${engine.socketPath}`, ...options }, seams);
}
