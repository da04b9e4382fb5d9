import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  currentContextName,
  type DockerContext,
  defaultContextName,
  readDockerContext,
} from "./docker-context.ts";
import {
  defaultSocketPath,
  describeEndpoint,
  type Endpoint,
  type EndpointOrigin,
  type ResolvedEndpoint,
  type TlsMaterial,
} from "./endpoint.ts";
import { endpointInvalid } from "./endpoint-invalid.ts";
import { type ParsedHost, parseHost } from "./parse-host.ts";
import type { DockerSettings, Environment } from "./settings.ts";
import { tlsFromVariables } from "./tls-files.ts";

export interface EndpointOptions extends DockerSettings {
  /** An address as in DOCKER_HOST. */
  readonly host?: string | undefined;
  /** A context of the Docker CLI. */
  readonly context?: string | undefined;
  /** Whether there is something at a path. Default: asks the file system. */
  readonly exists?: (path: string) => boolean;
}

/**
 * Finds the engine as the Docker CLI does: `host`, `context`, DOCKER_HOST, DOCKER_CONTEXT, the context chosen with
 * `docker context use`, the default socket. Then, where the CLI would give up: rootless Docker's socket and Podman's.
 * Reads files, but connects to nothing.
 * @throws HashikeError `DRIVER_ENDPOINT_INVALID` naming the option, variable or file at fault
 */
export function resolveEndpoint(options: EndpointOptions): ResolvedEndpoint {
  const { env, host, context } = options;
  if (host && context) {
    throw endpointInvalid("host and context", "only one of them can be given", "leave one of them out");
  }
  if (host) return fromAddress(host, "host", { kind: "option" }, options);
  if (context && context !== defaultContextName) return fromContext(context, "the option", options);
  const dockerHost = env.DOCKER_HOST;
  if (dockerHost) {
    return fromAddress(dockerHost, "DOCKER_HOST", { kind: "variable", name: "DOCKER_HOST" }, options);
  }
  if (context !== defaultContextName) {
    const chosen = chosenContext(options);
    if (chosen !== undefined) return fromContext(chosen.name, chosen.by, options);
  }
  return fromDefaults(env, options.exists ?? existsSync);
}

function chosenContext(options: EndpointOptions): { readonly name: string; readonly by: string } | undefined {
  const named = options.env.DOCKER_CONTEXT;
  if (named) return named === defaultContextName ? undefined : { name: named, by: "DOCKER_CONTEXT" };
  const name = currentContextName(options);
  return name === undefined ? undefined : { name, by: "the Docker CLI's configuration" };
}

function fromAddress(
  text: string,
  where: string,
  origin: EndpointOrigin,
  options: EndpointOptions,
): ResolvedEndpoint {
  const parsed = parseHost(text, where);
  const tls = parsed.kind === "tcp" ? tlsFromVariables(parsed.scheme, options) : undefined;
  return describeEndpoint(withTls(parsed, tls), origin);
}

function fromContext(name: string, chosenBy: string, options: EndpointOptions): ResolvedEndpoint {
  const context = readDockerContext(name, chosenBy, options);
  const parsed = parseHost(context.host, context.file);
  return describeEndpoint(withTls(parsed, tlsOfContext(parsed, context)), {
    kind: "context",
    name,
    chosenBy,
  });
}

function tlsOfContext(parsed: ParsedHost, { tls }: DockerContext): TlsMaterial | undefined {
  if (parsed.kind !== "tcp" || parsed.scheme === "http") return undefined;
  return tls ?? (parsed.scheme === "https" ? { verify: true } : undefined);
}

function withTls(parsed: ParsedHost, tls: TlsMaterial | undefined): Endpoint {
  if (parsed.kind !== "tcp") return parsed;
  const { host, basePath } = parsed;
  return {
    kind: "tcp",
    host,
    port: parsed.port ?? (tls === undefined ? 2375 : 2376),
    ...(basePath === undefined ? {} : { basePath }),
    ...(tls === undefined ? {} : { tls }),
  };
}

function fromDefaults(env: Environment, exists: (path: string) => boolean): ResolvedEndpoint {
  const unix = (socketPath: string): Endpoint => ({ kind: "unix", socketPath });
  if (exists(defaultSocketPath)) return describeEndpoint(unix(defaultSocketPath), { kind: "default" });
  const found = fallbackSockets(env).find(({ socketPath }) => exists(socketPath));
  if (found === undefined) return describeEndpoint(unix(defaultSocketPath), { kind: "default" });
  return describeEndpoint(unix(found.socketPath), { kind: "found", what: found.what });
}

function fallbackSockets(env: Environment) {
  const runtimeDir = env.XDG_RUNTIME_DIR;
  const own = (what: "rootless Docker" | "Podman", path: string) =>
    runtimeDir ? [{ what, socketPath: join(runtimeDir, path) }] : [];
  return [
    ...own("rootless Docker", "docker.sock"),
    { what: "Podman" as const, socketPath: "/run/podman/podman.sock" },
    ...own("Podman", "podman/podman.sock"),
  ];
}
