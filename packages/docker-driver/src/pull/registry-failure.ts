import { registryOf } from "./split-reference.ts";

export interface RegistryFailure {
  readonly kind: "not-found" | "denied" | "unreachable" | "other";
  readonly hint: string;
}

interface Pattern extends RegistryFailure {
  readonly pattern: RegExp;
}

/**
 * Says what an engine's message about a registry means. Statuses do not: Docker 20.10 answers 500 for nearly all,
 * Podman sends them inside a 200. The words are those of Docker and Podman: recorded in the test beside this file and
 * in `test/recorded/engine-words.json`.
 * @param status the answer's, where there is one: 404 is used for what the registry does not have
 */
export function registryFailure(reference: string, reason: string, status?: number): RegistryFailure {
  const login = `docker login ${registryOf(reference) ?? ""}`.trim();
  const found = patterns(login).find(({ pattern }) => pattern.test(reason));
  if (found !== undefined) return { kind: found.kind, hint: found.hint };
  if (status === 404) return notFound;
  return { kind: "other", hint: `check the tag, or run \`${login}\` for a private registry` };
}

const notFound: RegistryFailure = {
  kind: "not-found",
  hint: "check the image's name and tag: the registry does not have it",
};

/** In this order: what the registry itself said, then what kept the engine from it, then words that may be either. */
function patterns(login: string): readonly Pattern[] {
  return [
    {
      kind: "not-found",
      pattern: /no matching manifest for/i,
      hint: "use an image built for the processor of the engine's host",
    },
    { ...notFound, pattern: /manifest unknown|name unknown|name invalid/i },
    {
      kind: "unreachable",
      pattern: /server gave HTTP response to HTTPS client/i,
      hint: "give the registry TLS, or list it under insecure-registries in the engine's daemon.json",
    },
    {
      kind: "unreachable",
      pattern: /x509: |tls: /i,
      hint: "install the registry's authority on the engine's host, in /etc/docker/certs.d",
    },
    {
      kind: "unreachable",
      pattern: /toomanyrequests|rate limit/i,
      hint: `wait, or run \`${login}\`: registries allow more to those who are logged in`,
    },
    {
      kind: "unreachable",
      pattern: noConnection,
      hint: "check that the engine's host reaches the registry, then try again",
    },
    {
      kind: "denied",
      pattern:
        /unauthorized|access (to .{0,400} is )?denied|denied:|: denied|403 forbidden|no basic auth credentials|authentication required/i,
      hint: `check the image's name, or run \`${login}\` for a private registry`,
    },
    { ...notFound, pattern: /not found|no such (image|manifest)/i },
  ];
}

const noConnection =
  /no such host|connection refused|connection reset|i\/o timeout|handshake timeout|Client\.Timeout|timed out|no route to host|network is unreachable|deadline exceeded|server misbehaving|temporary failure|proxyconnect|: EOF|unexpected EOF|50\d (internal|bad|service|gateway)/i;
