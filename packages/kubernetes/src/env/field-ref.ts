const field = /^metadata\.(name|namespace|uid)$/;
const entry = /^metadata\.(labels|annotations)\['([^']+)'\]$/;

/** What a fieldPath names. */
export type PodField =
  | { readonly kind: "name" | "namespace" | "uid" | "serviceAccountName" }
  | { readonly kind: "labels" | "annotations"; readonly key: string };

/** @returns `undefined` for what is no field, or none that is known when a manifest is read */
export function parseFieldPath(path: string): PodField | undefined {
  if (path === "spec.serviceAccountName") return { kind: "serviceAccountName" };
  const plain = field.exec(path)?.[1];
  if (plain !== undefined) return { kind: plain as "name" | "namespace" | "uid" };
  const [, map, key = ""] = entry.exec(path) ?? [];
  return map === undefined ? undefined : { kind: map as "labels" | "annotations", key };
}

/** @returns the map that a fieldPath of a file names as a whole */
export function wholeMapOf(path: string): "labels" | "annotations" | undefined {
  return /^metadata\.(labels|annotations)$/.exec(path)?.[1] as "labels" | "annotations" | undefined;
}

/** What Kubernetes knows once a pod runs somewhere. */
export const laterFields: ReadonlySet<string> = new Set([
  "spec.nodeName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
]);
