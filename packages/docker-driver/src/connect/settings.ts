import { homedir } from "node:os";
import { join } from "node:path";

/** Variables, as in `process.env`. Empty ones count as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface DockerSettings {
  readonly env: Environment;
  /** The Docker CLI's folder. Default: DOCKER_CONFIG, or `~/.docker`. */
  readonly configDir?: string | undefined;
}

export function dockerConfigDir({ env, configDir }: DockerSettings): string {
  return configDir || env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
}

export function dockerConfigFile(settings: DockerSettings): string {
  return join(dockerConfigDir(settings), "config.json");
}
