import { createHash } from "node:crypto";
import { join } from "node:path";
import type { TlsMaterial } from "./endpoint.ts";
import { endpointInvalid } from "./endpoint-invalid.ts";
import { readJsonIfThere } from "./read-file.ts";
import { type DockerSettings, dockerConfigDir, dockerConfigFile } from "./settings.ts";
import { readTlsFiles } from "./tls-files.ts";

/** The Docker CLI's name for "what DOCKER_HOST says, or the default socket". */
export const defaultContextName = "default";

const useHint = "List contexts with `docker context ls`, choose one with `docker context use`";

/** What a context of the Docker CLI says about its engine. */
export interface DockerContext {
  readonly host: string;
  /** Absent: plain HTTP, or no TCP at all. */
  readonly tls?: TlsMaterial;
  /** The file that `host` was read from. */
  readonly file: string;
}

/**
 * @returns the context chosen with `docker context use`; `undefined` when it is the default one
 * @throws HashikeError `DRIVER_ENDPOINT_INVALID`
 */
export function currentContextName(settings: DockerSettings): string | undefined {
  const name = readObject(dockerConfigFile(settings))?.currentContext;
  return typeof name === "string" && name !== "" && name !== defaultContextName ? name : undefined;
}

/**
 * @param chosenBy what names the context, for errors
 * @throws HashikeError `DRIVER_ENDPOINT_INVALID` when there is no such context, or it has no engine
 */
export function readDockerContext(name: string, chosenBy: string, settings: DockerSettings): DockerContext {
  // The CLI stores contexts under the hash of their name, whatever characters it has.
  const id = createHash("sha256").update(name).digest("hex");
  const contexts = join(dockerConfigDir(settings), "contexts");
  const file = join(contexts, "meta", id, "meta.json");
  const meta = readObject(file);
  if (meta === undefined)
    throw endpointInvalid(chosenBy, `there is no context ${name} (no ${file})`, useHint);
  const docker = property(property(meta, "Endpoints"), "docker");
  const host = property(docker, "Host");
  if (typeof host !== "string" || host === "") {
    throw endpointInvalid(file, `context ${name} names no engine (Endpoints.docker.Host)`, useHint);
  }
  const tls = contextTls(join(contexts, "tls", id, "docker"), property(docker, "SkipTLSVerify") === true);
  return { host, file, ...(tls === undefined ? {} : { tls }) };
}

/** A context has TLS when it has files for it, or says that the server is not to be verified. */
function contextTls(dir: string, skipVerify: boolean): TlsMaterial | undefined {
  const material = readTlsFiles(dir, dir);
  if (Object.keys(material).length === 0 && !skipVerify) return undefined;
  return { ...material, verify: !skipVerify };
}

function readObject(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return readJsonIfThere(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    throw endpointInvalid(file, reason, "Repair the file, or set DOCKER_HOST to go without it", error);
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
