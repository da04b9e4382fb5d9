import { defaultSocketPath, type SshEndpoint, type UnixEndpoint } from "./endpoint.ts";
import { endpointInvalid } from "./endpoint-invalid.ts";

/** An address as it is written, before it is known whether TLS is wanted. */
export type ParsedHost = UnixEndpoint | SshEndpoint | ParsedTcp;

export interface ParsedTcp {
  readonly kind: "tcp";
  /** `tcp` leaves TLS to the settings around it. */
  readonly scheme: "tcp" | "http" | "https";
  readonly host: string;
  /** Absent: the default, which depends on TLS. */
  readonly port?: number;
  readonly basePath?: string;
}

/**
 * Reads an engine's address as the Docker CLI does; `host:port` alone means tcp.
 * @param where what holds the text, for errors
 * @throws HashikeError `DRIVER_ENDPOINT_INVALID`
 */
export function parseHost(text: string, where: string): ParsedHost {
  const { scheme, rest } = splitScheme(text.trim());
  switch (scheme) {
    case "unix":
      return parseUnix(rest, where);
    case "tcp":
    case "http":
    case "https":
      return parseTcp(scheme, rest, text, where);
    case "ssh":
      return parseSsh(rest, text, where);
    case "npipe":
      throw endpointInvalid(where, `named pipes of Windows are not supported: ${text}`);
    default:
      throw endpointInvalid(where, `${scheme}:// is not supported: ${text}`);
  }
}

function splitScheme(text: string): { readonly scheme: string; readonly rest: string } {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  return { scheme: scheme?.toLowerCase() ?? "tcp", rest: rest ?? text };
}

function parseUnix(rest: string, where: string): UnixEndpoint {
  const socketPath = rest === "" ? defaultSocketPath : rest;
  if (socketPath.startsWith("/")) return { kind: "unix", socketPath };
  throw endpointInvalid(where, `a socket's path must begin with /: unix://${rest}`);
}

const authority = /^(\[[^\]]+\]|[^\s:/?#@[\]]*)(?::(\d{1,5}))?(\/[^\s?#]*)?$/;

function parseTcp(scheme: ParsedTcp["scheme"], rest: string, text: string, where: string): ParsedTcp {
  if (/^[^/]*@/.test(rest)) {
    throw endpointInvalid(
      where,
      "an engine's address cannot hold a user or password",
      "use ssh:// or TLS instead",
    );
  }
  const match = authority.exec(rest);
  if (match === null) throw endpointInvalid(where, `not an engine's address: ${text}`);
  const [, host = "", port, path = ""] = match;
  const basePath = path.replace(/(?<!\/)\/+$/, "");
  return {
    kind: "tcp",
    scheme,
    host: withoutBrackets(host) || "localhost",
    ...(port === undefined ? {} : { port: parsePort(port, text, where) }),
    ...(basePath === "" ? {} : { basePath }),
  };
}

function parseSsh(rest: string, text: string, where: string): SshEndpoint {
  const at = rest.slice(0, rest.search(/\/|$/)).lastIndexOf("@");
  const user = at < 0 ? undefined : rest.slice(0, at);
  if (user?.includes(":")) {
    throw endpointInvalid(
      where,
      "ssh:// cannot hold a password",
      "use a key, and ssh-agent for its passphrase",
    );
  }
  const match = authority.exec(rest.slice(at + 1));
  const [, host = "", port, path = ""] = match ?? [];
  // A host that begins with a dash would be an option to ssh.
  if (host === "" || host.startsWith("-") || user === "") {
    throw endpointInvalid(
      where,
      `not an address for ssh: ${text}`,
      "write ssh://user@host or ssh://user@host:port",
    );
  }
  return {
    kind: "ssh",
    host: withoutBrackets(host),
    ...(user === undefined ? {} : { user: decodeUser(user, text, where) }),
    ...(port === undefined ? {} : { port: parsePort(port, text, where) }),
    ...(path === "" || path === "/" ? {} : { path }),
  };
}

function decodeUser(user: string, text: string, where: string): string {
  try {
    return decodeURIComponent(user);
  } catch (cause) {
    throw endpointInvalid(where, `its user is not percent-encoded correctly: ${text}`, undefined, cause);
  }
}

function parsePort(port: string, text: string, where: string): number {
  const number = Number(port);
  if (number >= 1 && number <= 65535) return number;
  throw endpointInvalid(where, `${port} is not a port: ${text}`);
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}
