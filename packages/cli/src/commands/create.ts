import { Readable } from "node:stream";
import { emptyDesiredState, HashikeError } from "@hashike/core";
import type { Entry, NewManifest } from "@hashike/kubernetes";
import { type RawOptions, text, texts } from "../args/options.ts";
import { usageError } from "../args/usage-error.ts";
import { observe } from "../engine/observe.ts";
import { withDriver } from "../engine/with-driver.ts";
import { entriesOf, readFileOf } from "../input/given-entries.ts";
import { stdinAddress } from "../input/load-manifests.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { yamlText } from "../render/yaml-text.ts";
import { apply } from "./apply.ts";

/**
 * `hashike create secret generic|docker-registry|tls NAME`, `hashike create configmap NAME`: applies its manifest, or prints
 * it with `--dry-run=client`.
 */
export async function create(words: readonly string[], raw: RawOptions, context: Context): Promise<Outcome> {
  const manifest = await toManifest(words, raw, context);
  const { kind, metadata } = manifest;
  const reference = `${kind.toLowerCase()}/${metadata.name}`;
  if (text(raw, "dryRun") !== "client") {
    await refuseExisting(manifest, context);
    const stdin = () => Readable.from([Buffer.from(JSON.stringify(manifest))]);
    return apply([stdinAddress], {}, { ...context, stdin });
  }
  const format = text(raw, "output");
  const shown = {
    yaml: () => yamlText(manifest),
    json: () => `${JSON.stringify(manifest, null, 4)}\n`,
    name: () => `${reference}\n`,
  }[format ?? ""];
  return { exitCode: exitCode.done, text: shown ?? (() => `${reference} created (dry run)\n`) };
}

/** As `kubectl create`, which is not for changes. */
async function refuseExisting({ kind, metadata }: NewManifest, context: Context): Promise<void> {
  const { name, namespace = "default" } = metadata;
  const { objects = [] } = await withDriver(context, (driver) =>
    observe(driver, emptyDesiredState([]), context),
  );
  const isThere = objects.some(
    ({ owner, manifest: noted }) =>
      noted !== undefined && owner.kind === kind && owner.name === name && owner.namespace === namespace,
  );
  if (!isThere) return;
  throw new HashikeError("USAGE", `${kind.toLowerCase()}/${name} exists already in namespace ${namespace}`, {
    hint: "print the manifest with --dry-run=client -o yaml and apply that, or delete it first",
  });
}

async function toManifest(
  [kind = "", ...rest]: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<NewManifest> {
  const { namespace } = context.options;
  const { newConfigMap, newSecret } = await import("@hashike/kubernetes");
  if (kind === "secret") {
    const [type = "", ...names] = rest;
    const parts = await secretParts(type, raw, context);
    return newSecret({ name: onlyName(names, `secret ${type}`), namespace, ...parts });
  }
  return newConfigMap({ name: onlyName(rest, kind), namespace, entries: await entriesOf(raw, context) });
}

function onlyName([name, ...more]: readonly string[], what: string): string {
  if (name !== undefined && name !== "" && more.length === 0) return name;
  throw usageError(`create ${what}: exactly one NAME is required`, "see `hashike create --help`");
}

async function secretParts(
  type: string,
  raw: RawOptions,
  context: Context,
): Promise<{ readonly type: string | undefined; readonly entries: readonly Entry[] }> {
  switch (type) {
    case "generic":
      return { type: text(raw, "type"), entries: await entriesOf(raw, context) };
    case "docker-registry":
      return { type: "kubernetes.io/dockerconfigjson", entries: await registryEntries(raw, context) };
    case "tls":
      return { type: "kubernetes.io/tls", entries: await tlsEntries(raw, context) };
    default:
      throw usageError(
        `create secret ${type}: not a type of Secret`,
        "write generic, docker-registry or tls, and then the name",
      );
  }
}

async function registryEntries(raw: RawOptions, context: Context): Promise<readonly Entry[]> {
  if (texts(raw, "fromFile").length > 0) return entriesOf(raw, context);
  const username = text(raw, "dockerUsername");
  const password = text(raw, "dockerPassword");
  if (!username || !password) {
    throw usageError(
      "--docker-username and --docker-password are required",
      "or give --from-file=.dockerconfigjson=$HOME/.docker/config.json",
    );
  }
  const { dockerConfigJson } = await import("@hashike/kubernetes");
  const server = text(raw, "dockerServer") ?? "https://index.docker.io/v1/";
  return [
    [".dockerconfigjson", dockerConfigJson({ server, username, password, email: text(raw, "dockerEmail") })],
  ];
}

async function tlsEntries(raw: RawOptions, context: Context): Promise<readonly Entry[]> {
  const [certFile, keyFile] = [text(raw, "cert"), text(raw, "key")];
  if (certFile === undefined || keyFile === undefined) {
    throw usageError("--cert and --key are required", "give the files of the certificate and of its key");
  }
  const [cert, key] = await Promise.all([readFileOf(certFile, context), readFileOf(keyFile, context)]);
  await checkPair(cert, key);
  return [
    ["tls.crt", cert],
    ["tls.key", key],
  ];
}

async function checkPair(cert: Uint8Array, key: Uint8Array): Promise<void> {
  const { createPrivateKey, X509Certificate } = await import("node:crypto");
  try {
    if (new X509Certificate(cert).checkPrivateKey(createPrivateKey(Buffer.from(key)))) return;
  } catch (cause) {
    throw new HashikeError("USAGE", "--cert and --key are not a certificate and its key", {
      cause,
      hint: "both must be PEM, and the key without a passphrase",
    });
  }
  throw usageError("--key is not the key of --cert", "give the key that the certificate was made for");
}
