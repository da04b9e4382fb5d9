import { join } from "node:path";
import type { TlsMaterial } from "./endpoint.ts";
import { endpointInvalid } from "./endpoint-invalid.ts";
import type { ParsedTcp } from "./parse-host.ts";
import { readIfThere } from "./read-file.ts";
import { type DockerSettings, dockerConfigDir } from "./settings.ts";

/**
 * TLS for an address from an option or from DOCKER_HOST: DOCKER_TLS_VERIFY and DOCKER_TLS turn it on when they hold
 * anything at all, and the files are in DOCKER_CERT_PATH or the Docker CLI's folder.
 * @returns `undefined` for plain HTTP
 * @throws HashikeError `DRIVER_ENDPOINT_INVALID` naming the file that is missing
 */
export function tlsFromVariables(
  scheme: ParsedTcp["scheme"],
  settings: DockerSettings,
): TlsMaterial | undefined {
  const { env } = settings;
  const verifies = Boolean(env.DOCKER_TLS_VERIFY);
  const isOn = scheme === "https" || (scheme === "tcp" && (verifies || Boolean(env.DOCKER_TLS)));
  if (!isOn) return undefined;
  const verify = verifies || (scheme === "https" && !env.DOCKER_TLS);
  const certPath = env.DOCKER_CERT_PATH;
  const dir = certPath || dockerConfigDir(settings);
  const where = certPath ? "DOCKER_CERT_PATH" : verifies ? "DOCKER_TLS_VERIFY" : "DOCKER_TLS";
  const material = readTlsFiles(dir, where);
  if (material.ca === undefined && (certPath ? verify : verifies)) {
    throw missing(where, join(dir, "ca.pem"));
  }
  return { ...material, verify };
}

/** @throws HashikeError `DRIVER_ENDPOINT_INVALID`: a file cannot be read, or there is only one of certificate and key */
export function readTlsFiles(dir: string, where: string): Omit<TlsMaterial, "verify"> {
  const read = (name: string) => readPem(join(dir, name), where);
  const ca = read("ca.pem");
  const cert = read("cert.pem");
  const key = read("key.pem");
  if (cert === undefined && key !== undefined) throw missing(where, join(dir, "cert.pem"));
  if (cert !== undefined && key === undefined) throw missing(where, join(dir, "key.pem"));
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
  };
}

function readPem(path: string, where: string): string | undefined {
  try {
    return readIfThere(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    throw endpointInvalid(
      where,
      `cannot read ${path}: ${reason}`,
      "make the file readable for this user",
      error,
    );
  }
}

function missing(where: string, path: string) {
  return endpointInvalid(
    where,
    `there is no ${path}`,
    "put ca.pem, cert.pem and key.pem into one folder and name it in DOCKER_CERT_PATH",
  );
}
