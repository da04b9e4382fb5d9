import type { ImageSources } from "@hashike/core";
import type { Clock } from "./execute/clock.ts";
import type { LockSeams } from "./lock/lock-owners.ts";

export interface DockerDriverOptions {
  /** Where the engine is, as in DOCKER_HOST: `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host`. */
  readonly host?: string | undefined;
  /** Name of a Docker CLI context. */
  readonly context?: string | undefined;
  /** Where DOCKER_HOST and its kin are looked up. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The Docker CLI's folder, with its contexts and credentials. Default: DOCKER_CONFIG, or `~/.docker`. */
  readonly configDir?: string | undefined;
  /** What brings images that come from no registry, by scheme; as a function, loaded when an image needs one. */
  readonly imageSources?: ImageSources | (() => Promise<ImageSources>) | undefined;
}

/** What tests put in place of the real thing. */
export interface DriverSeams {
  readonly clock?: Clock;
  /** `false`: host paths are checked through the engine, as if it were on another machine. */
  readonly looksAtHostPaths?: boolean;
  readonly lock?: LockSeams;
}
