import { type AppliedObject, didYouMean, type Path, quote } from "@hashike/core/kinds";
import type { PodPlace } from "../pod/pod-place.ts";
import { decodeBase64, textOf } from "./base64.ts";
import type { ConfigMap } from "./config-map-kind.ts";
import { type HiddenValue, hiddenValues } from "./secret-data.ts";
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

/** A text, bytes that are none, or what stands for either. */
export type Content =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bytes"; readonly base64: string }
  | ({ readonly kind: "hidden" } & HiddenValue);

export type Data = Readonly<Record<string, Content>>;

/** In each namespace of a cluster; pods that were read from one mount it. */
const rootCertificates = "kube-root-ca.crt";

/**
 * What an object has that is applied together with the pod, or was before, in its namespace. Of a ConfigMap, files have its
 * `binaryData` as well, and variables its texts alone, as in Kubernetes.
 * @returns by key; `undefined` when there is none; that is reported, unless it may be so
 */
export function findData(wanted: WantedData, by: "variables" | "files", place: PodPlace): Data | undefined {
  const found = findObject(wanted, place);
  if (found === undefined) return undefined;
  if (found.owner.kind === "Secret") {
    const hidden = Object.entries(hiddenValues(found.value as Secret, place.world.secrets));
    return Object.fromEntries(hidden.map(([key, value]) => [key, { kind: "hidden", ...value }]));
  }
  const { data = {}, binaryData = {} } = found.value as ConfigMap;
  return Object.fromEntries([
    ...(by === "variables" ? [] : Object.entries(binaryData).map(([key, value]) => [key, contentOf(value)])),
    ...Object.entries(data).map(([key, value]) => [
      key,
      { kind: "text", text: typeof value === "string" ? value : "" },
    ]),
  ]);
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
  world.outside.miss(
    { source: object.source, path: [...wanted.path, wanted.nameKey ?? "name"] },
    `there is no ${wanted.kind} ${quote(wanted.name)} in namespace ${pod.namespace}`,
    similar === undefined
      ? "apply it before, or together with this; or write optional: true"
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

function contentOf(value: unknown): Content {
  const encoded = typeof value === "string" ? value : "";
  const text = textOf(decodeBase64(encoded) ?? new Uint8Array());
  return text === undefined
    ? { kind: "bytes", base64: encoded.replace(/[\r\n]/g, "") }
    : { kind: "text", text };
}
