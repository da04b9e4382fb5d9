const field = /^metadata\.(name|namespace|uid)$/;
const entry = /^metadata\.(labels|annotations)\['([^']+)'\]$/;

/** What a fieldPath names. */
export type PodField =
  | { readonly kind: "name" | "namespace" | "uid" | "serviceAccountName" | "nodeName" }
  | { readonly kind: "labels" | "annotations"; readonly key: string };

/** @returns `undefined` for what is no field, or none that is known when a manifest is read */
export function parseFieldPath(path: string): PodField | undefined {
  if (path === "spec.serviceAccountName") return { kind: "serviceAccountName" };
  if (path === "spec.nodeName") return { kind: "nodeName" };
  const plain = field.exec(path)?.[1];
  if (plain !== undefined) return { kind: plain as "name" | "namespace" | "uid" };
  const [, map, key = ""] = entry.exec(path) ?? [];
  return map === undefined ? undefined : { kind: map as "labels" | "annotations", key };
}

/** @returns the map that a fieldPath of a file names as a whole */
export function wholeMapOf(path: string): "labels" | "annotations" | undefined {
  return /^metadata\.(labels|annotations)$/.exec(path)?.[1] as "labels" | "annotations" | undefined;
}

const atTheEngine = "a container's variables are made before its engine gives it an address";

/** What Kubernetes knows once a pod runs somewhere: why it is not known here, and what to do instead. */
export const laterFields: ReadonlyMap<string, readonly [why: string, instead: string]> = new Map([
  [
    "status.podIP",
    [atTheEngine, "use the pod's hostname, or ask in the command: sh -c 'POD_IP=$(hostname -i) exec …'"],
  ],
  [
    "status.podIPs",
    [atTheEngine, "use the pod's hostname, or ask in the command: sh -c 'POD_IPS=$(hostname -i) exec …'"],
  ],
  [
    "status.hostIP",
    ["a host has several", "write it as value; hostAliases with ip: host-gateway gives it a name"],
  ],
  [
    "status.hostIPs",
    ["a host has several", "write it as value; hostAliases with ip: host-gateway gives it a name"],
  ],
]);
