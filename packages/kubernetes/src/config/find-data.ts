import { type AppliedObject, didYouMean, type ObjectManifest, type Path, quote } from "@hashike/core/kinds";
import type { PodPlace } from "../pod/pod-place.ts";
import { decodeBase64, textOf } from "./base64.ts";
import type { ConfigMap } from "./config-map-kind.ts";
import type { Secret } from "./secret-kind.ts";

export interface WantedData {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly optional?: boolean;
  /** Where the pod names it. */
  readonly path: Path;
  /** The key there that has the name. Default: `name`. */
  readonly nameKey?: "secretName";
}

/** Values by key; `undefined` for one that is no text. */
export type Data = Readonly<Record<string, string | undefined>>;

/** What a file holds: a text, or bytes that are none. */
export type Content =
  | { readonly text: string; readonly base64?: undefined }
  | { readonly text?: undefined; readonly base64: string };

/** In each namespace of a cluster; pods that were read from one mount it. */
const rootCertificates = "kube-root-ca.crt";

/**
 * What an object has that is applied together with the pod, in its namespace.
 * @returns `undefined` when there is none; that is reported, unless it may be so
 */
export function findData(wanted: WantedData, place: PodPlace): Data | undefined {
  const found = findObject(wanted, place);
  return found && dataOf(found);
}

/**
 * The same for files, which can hold what is no text.
 * @returns by key
 */
export function findContents(
  wanted: WantedData,
  place: PodPlace,
): Readonly<Record<string, Content>> | undefined {
  const found = findObject(wanted, place);
  return found && contentsOf(found);
}

function findObject(wanted: WantedData, { object, world, pod }: PodPlace): AppliedObject | undefined {
  const ofKind = world.objects.filter(
    ({ owner }) => owner.kind === wanted.kind && owner.namespace === pod.namespace,
  );
  const found = ofKind.find(({ owner }) => owner.name === wanted.name);
  if (found !== undefined || wanted.optional === true) return found;
  if (wanted.kind === "ConfigMap" && wanted.name === rootCertificates) return undefined;
  const similar = didYouMean(
    wanted.name,
    ofKind.map(({ owner }) => owner.name),
  );
  world.outside.refuse(
    { source: object.source, path: [...wanted.path, wanted.nameKey ?? "name"] },
    `there is no ${wanted.kind} ${quote(wanted.name)} in namespace ${pod.namespace} of what is applied`,
    similar === undefined
      ? "put it into the same file or folder, or give both files; or write optional: true"
      : `did you mean ${quote(similar)}?`,
  );
  return undefined;
}

/** Reports a key that an object does not have. */
export function refuseKey(
  wanted: WantedData & { readonly key: string },
  keys: readonly string[],
  { object, world }: PodPlace,
): void {
  const similar = didYouMean(wanted.key, keys);
  world.outside.refuse(
    { source: object.source, path: [...wanted.path, "key"] },
    `${wanted.kind} ${quote(wanted.name)} has no key ${quote(wanted.key)}`,
    similar === undefined ? "add it there, or write optional: true" : `did you mean ${quote(similar)}?`,
  );
}

/** Of a ConfigMap its texts alone, as in Kubernetes. */
function dataOf(object: AppliedObject<ObjectManifest>): Data {
  if (object.owner.kind === "ConfigMap") return (object.value as ConfigMap).data ?? {};
  const { data = {}, stringData } = object.value as Secret;
  const decoded = Object.entries(data).map(([key, value]) => [key, contentOf(value).text]);
  return { ...Object.fromEntries(decoded), ...stringData };
}

function contentsOf(object: AppliedObject): Readonly<Record<string, Content>> {
  const { data, binaryData, stringData } = object.value as ConfigMap & Secret;
  const [clear, encoded] = object.owner.kind === "ConfigMap" ? [data, binaryData] : [stringData, data];
  return Object.fromEntries([
    ...Object.entries(encoded ?? {}).map(([key, value]) => [key, contentOf(value)]),
    ...Object.entries(clear ?? {}).map(([key, text]) => [key, { text }]),
  ]);
}

function contentOf(encoded: string): Content {
  const text = textOf(decodeBase64(encoded) ?? new Uint8Array());
  return text === undefined ? { base64: encoded.replace(/[\r\n]/g, "") } : { text };
}
