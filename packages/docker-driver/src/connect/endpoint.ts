/** Where an engine listens. */
export type Endpoint = UnixEndpoint | TcpEndpoint | SshEndpoint;

export interface UnixEndpoint {
  readonly kind: "unix";
  readonly socketPath: string;
}

export interface TcpEndpoint {
  readonly kind: "tcp";
  /** Name or address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Put before every path, e.g. `/engine` behind a proxy; absent for none. */
  readonly basePath?: string;
  /** Absent: plain HTTP. */
  readonly tls?: TlsMaterial;
}

export interface SshEndpoint {
  readonly kind: "ssh";
  readonly host: string;
  /** Absent: what ssh's own configuration says. */
  readonly user?: string;
  readonly port?: number;
  /** The engine's socket on the other host; absent: what `docker` there takes by default. */
  readonly path?: string;
}

/** PEM texts. Without `ca` the system's authorities count. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** `false`: any server certificate is accepted, as with DOCKER_TLS alone. */
  readonly verify: boolean;
}

/** What an endpoint was taken from. */
export type EndpointOrigin =
  | { readonly kind: "option" }
  | { readonly kind: "variable"; readonly name: "DOCKER_HOST" }
  | { readonly kind: "context"; readonly name: string; readonly chosenBy: string }
  | { readonly kind: "default" }
  /** Nothing was set, and the default socket is not there. */
  | { readonly kind: "found"; readonly what: "rootless Docker" | "Podman" };

export interface ResolvedEndpoint {
  readonly endpoint: Endpoint;
  readonly origin: EndpointOrigin;
  /** `unix:///var/run/docker.sock`, `tcp://build.example:2376`: never with a user or password. */
  readonly url: string;
  /** The URL and where it comes from, for people: `tcp://build.example:2376 (DOCKER_HOST)`. */
  readonly describe: string;
}

export const defaultSocketPath = "/var/run/docker.sock";

/** Adds the words for people. */
export function describeEndpoint(endpoint: Endpoint, origin: EndpointOrigin): ResolvedEndpoint {
  const url = endpointUrl(endpoint);
  return { endpoint, origin, url, describe: `${url} (${describeOrigin(origin)})` };
}

function endpointUrl(endpoint: Endpoint): string {
  if (endpoint.kind === "unix") return `unix://${endpoint.socketPath}`;
  const host = endpoint.host.includes(":") ? `[${endpoint.host}]` : endpoint.host;
  const port = endpoint.port === undefined ? "" : `:${endpoint.port}`;
  const path = endpoint.kind === "ssh" ? endpoint.path : endpoint.basePath;
  return `${endpoint.kind}://${host}${port}${path ?? ""}`;
}

function describeOrigin(origin: EndpointOrigin): string {
  switch (origin.kind) {
    case "option":
      return "given";
    case "variable":
      return origin.name;
    case "context":
      return `context ${origin.name} of ${origin.chosenBy}`;
    case "default":
      return "default";
    case "found":
      return `${origin.what}; there is no ${defaultSocketPath}`;
  }
}
