/** Docker Hub's name in configurations and helpers, older than the names of its other parts. */
const dockerHubKey = "https://index.docker.io/v1/";
const dockerHubHosts: ReadonlySet<string> = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);

/** @returns how `docker login` stores credentials for a registry's domain */
export function registryKey(domain: string): string {
  return dockerHubHosts.has(domain) ? dockerHubKey : domain;
}

/**
 * Finds a registry's entry among keys as `docker login` of any age, podman and people write them:
 * `ghcr.io`, `https://ghcr.io`, `https://ghcr.io/v1/`, `docker.io`.
 * @returns the entry under the exact key, or under one that means the same host
 */
export function findRegistry<T>(entries: Readonly<Record<string, T>>, domain: string): T | undefined {
  const key = registryKey(domain);
  if (Object.hasOwn(entries, key)) return entries[key];
  const host = hostOf(key);
  return Object.entries(entries).find(([other]) => hostOf(other) === host)?.[1];
}

function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, "").replace(/\/.*/s, "");
  return dockerHubHosts.has(host) ? "index.docker.io" : host;
}
