import { expect, it } from "vitest";
import { registryFailure } from "./registry-failure.ts";

/** Recorded from Docker Engine 20.10 and Podman 4.3, except where a registry of the internet is named. */
it.each([
  ["not-found", 404, "manifest for 127.0.0.1:5999/nope:1 not found: manifest unknown: manifest unknown"],
  [
    "not-found",
    undefined,
    "initializing source docker://r/a:nope: reading manifest nope in r/a: manifest unknown: manifest unknown",
  ],
  ["not-found", 404, "manifest for certificate-denied/timeout:502 not found: manifest unknown"],
  ["not-found", 404, "whatever a registry says with this status"],
  ["denied", 500, 'Head "http://127.0.0.1:5998/v2/nope/manifests/1": no basic auth credentials'],
  ["denied", 500, "unauthorized: authentication required"],
  [
    "denied",
    undefined,
    "initializing source docker://r/nope:1: reading manifest 1 in r/nope: unauthorized: authentication required",
  ],
  // Docker Hub.
  [
    "denied",
    404,
    "pull access denied for nope/nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  // GitHub.
  ["denied", 500, 'Head "https://ghcr.io/v2/a/b/manifests/1": denied'],
  [
    "unreachable",
    500,
    'Get "http://127.0.0.1:5997/v2/": dial tcp 127.0.0.1:5997: connect: connection refused',
  ],
  [
    "unreachable",
    500,
    'Get "https://nope.invalid/v2/": dial tcp: lookup nope.invalid on 10.0.0.53:53: no such host',
  ],
  [
    "unreachable",
    undefined,
    'pinging container registry localhost:5055: Get "https://localhost:5055/v2/": http: server gave HTTP response to HTTPS client',
  ],
  ["unreachable", 500, 'Get "https://r.example/v2/": x509: certificate signed by unknown authority'],
  [
    "unreachable",
    500,
    'Get "https://r.example/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
  ],
  ["unreachable", 500, "received unexpected HTTP status: 503 Service Unavailable"],
  ["unreachable", 500, "toomanyrequests: You have reached your pull rate limit."],
  ["other", 400, "invalid reference format: repository name must be lowercase"],
  ["other", 500, "no space left on device"],
])("%s: %s %s", (kind, status, reason) => {
  const failure = registryFailure("ghcr.io/a/b:1", reason, status);
  expect(failure.kind).toBe(kind);
  expect(failure.hint).toBeTruthy();
});

it("names the registry to log in to", () => {
  expect(registryFailure("ghcr.io/a/b:1", "denied: no").hint).toContain("`docker login ghcr.io`");
  expect(registryFailure("nginx", "denied: no").hint).toContain("`docker login`");
});
