import { HashikeError } from "@hashike/core";
import { encodeBase64, textOf } from "../config/base64.ts";

/** A key and its bytes. */
export type Entry = readonly [key: string, value: Uint8Array];

export interface NewObject {
  readonly name: string;
  /** Left out: it is not written. */
  readonly namespace?: string | undefined;
  readonly entries: readonly Entry[];
}

/** A manifest as data; its keys stand as `kubectl -o json` prints them. */
export interface NewManifest extends Readonly<Record<string, unknown>> {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** A Secret as `kubectl create secret` makes it. @throws HashikeError `USAGE` for a key that is wrong or given twice */
export function newSecret({
  type,
  ...object
}: NewObject & { readonly type?: string | undefined }): NewManifest {
  const data = collect(object.entries, "Secret", encodeBase64);
  return {
    kind: "Secret",
    apiVersion: "v1",
    metadata: metadataOf(object),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(type === undefined || type === "" ? {} : { type }),
  };
}

/** A ConfigMap as `kubectl create configmap` makes it. @throws HashikeError `USAGE` for a key that is wrong or given twice */
export function newConfigMap(object: NewObject): NewManifest {
  const all = collect(object.entries, "ConfigMap", (bytes) => bytes);
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [key, bytes] of Object.entries(all)) {
    const text = textOf(bytes);
    if (text === undefined) binaryData[key] = encodeBase64(bytes);
    else data[key] = text;
  }
  return {
    kind: "ConfigMap",
    apiVersion: "v1",
    metadata: metadataOf(object),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
  };
}

export interface RegistryLogin {
  readonly server: string;
  readonly username: string;
  readonly password: string;
  readonly email?: string | undefined;
}

/** What a Secret of type `kubernetes.io/dockerconfigjson` holds under `.dockerconfigjson`. */
export function dockerConfigJson({ server, username, password, email }: RegistryLogin): Uint8Array {
  const encode = (text: string) => new TextEncoder().encode(text);
  const login = { username, password, email, auth: encodeBase64(encode(`${username}:${password}`)) };
  return encode(JSON.stringify({ auths: { [server]: login } }));
}

function metadataOf({ name, namespace }: NewObject) {
  return { name, ...(namespace === undefined ? {} : { namespace }) };
}

function collect<T>(
  entries: readonly Entry[],
  kind: string,
  convert: (value: Uint8Array) => T,
): Readonly<Record<string, T>> {
  const found = new Map<string, T>();
  for (const [key, value] of entries) {
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key) || key === "." || key.startsWith("..")) {
      throw new HashikeError("USAGE", `${JSON.stringify(key)} is not a valid key name for a ${kind}`, {
        hint: "use letters, digits, -, _ and . only",
      });
    }
    if (found.has(key)) {
      throw new HashikeError("USAGE", `cannot add key ${key}, another key by that name already exists`, {
        hint: "give each key once",
      });
    }
    found.set(key, convert(value));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
