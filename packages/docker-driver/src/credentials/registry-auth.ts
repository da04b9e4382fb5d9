import { join } from "node:path";
import { readJsonIfThere } from "../connect/read-file.ts";
import { type DockerSettings, dockerConfigFile } from "../connect/settings.ts";
import { type AuthConfig, authHeader } from "./auth-config.ts";
import { parseAuthsEntry } from "./auths-entry.ts";
import { askCredentialHelper } from "./credential-helper.ts";
import { credentialsError } from "./credentials-error.ts";
import { findRegistry, registryKey } from "./registry-key.ts";

export interface RegistryAuthOptions extends DockerSettings {
  /** Then Podman's own files are looked into as well. */
  readonly isPodman?: boolean | undefined;
  /** Ends a credential helper that does not answer. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds credentials as the Docker CLI does: `credHelpers`, `credsStore`, `auths` of its config.json.
 * @param domain of a normalised reference: `docker.io`, `ghcr.io`, `localhost:5000`
 * @returns the value of the header X-Registry-Auth; `undefined` when nothing is stored for the registry
 * @throws HashikeError `DRIVER_CREDENTIALS`; `signal.reason` when aborted
 */
export async function registryAuth(
  domain: string,
  options: RegistryAuthOptions,
): Promise<string | undefined> {
  for (const file of configFiles(options)) {
    const auth = await authFrom(file, domain, options);
    if (auth !== undefined) return authHeader(auth, registryKey(domain));
  }
  return undefined;
}

/** Source: containers-auth.json(5). */
function configFiles(options: RegistryAuthOptions): readonly string[] {
  const { env, isPodman = false } = options;
  const runtimeDir = env.XDG_RUNTIME_DIR;
  const podmanFiles = [
    ...(env.REGISTRY_AUTH_FILE ? [env.REGISTRY_AUTH_FILE] : []),
    ...(runtimeDir ? [join(runtimeDir, "containers", "auth.json")] : []),
    ...(process.getuid?.() === 0 ? ["/run/containers/0/auth.json"] : []),
  ];
  return [...(isPodman ? podmanFiles : []), dockerConfigFile(options)];
}

async function authFrom(
  file: string,
  domain: string,
  { env, signal }: RegistryAuthOptions,
): Promise<AuthConfig | undefined> {
  const config = readConfig(file);
  const helper = findRegistry(record(config.credHelpers), domain) ?? config.credsStore;
  if (helper === undefined || helper === "") {
    return parseAuthsEntry(findRegistry(record(config.auths), domain), domain, file);
  }
  if (typeof helper === "string" && /^[\w.-]+$/.test(helper)) {
    return askCredentialHelper(helper, registryKey(domain), env, signal);
  }
  throw credentialsError(
    `${file}: the name of the credential helper for ${domain} is not one`,
    "write the part after docker-credential-, e.g. pass",
  );
}

function readConfig(file: string): Readonly<Record<string, unknown>> {
  try {
    return readJsonIfThere(file) ?? {};
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    throw credentialsError(`cannot read ${file}: ${reason}`, "Repair the file or its permissions", error);
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
