import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import type { FindOutsideValue, OutsideValue, ValueRequest } from "@hashike/core";
import { decodeText, isAgeArmor, isHashikeError } from "@hashike/core";
import type { Context } from "../process/context.ts";
import { identityPath, readIdentities } from "../secret/identity-file.ts";
import { schemeOf, stdinAddress } from "./load-manifests.ts";

/** Reads one value that a manifest names only. Does not throw: what is wrong is in the answer. */
export type ReadOutsideValue = (request: ValueRequest) => Promise<OutsideValue>;

export const defaultSecretDir = "/etc/hashike/secrets";

/** For those who need no value, but what a manifest says of it. */
export const standIn: OutsideValue = { kind: "found", text: "" };

/** More than the variables of any container may have together. */
const largestFile = 2 * 1024 * 1024;

/** Values of this machine: its files, the environment of this process, and what its identity decrypts. */
export function outsideValues(context: Context): ReadOutsideValue {
  return async ({ source, at }) => {
    switch (source.kind) {
      case "file":
        return clearText(await readValueFile(source.path, at.file, context), context);
      case "environment":
        return ofEnvironment(source.name, context);
      case "age":
        return decrypted(source.text, context);
    }
  };
}

/**
 * Builds what needs values from outside, which can be read only once it is known which ones: it is built again until
 * it asks for nothing new. What asks for none is built once.
 * @param build pure; given an empty text for what is not read yet
 */
export async function withOutsideValues<T>(
  read: ReadOutsideValue,
  build: (find: FindOutsideValue) => T,
): Promise<T> {
  const known = new Map<string, OutsideValue>();
  for (;;) {
    const asked = new Map<string, ValueRequest>();
    const built = build((request) => {
      const key = JSON.stringify([request.source, request.at.file]);
      const value = known.get(key);
      if (value === undefined) asked.set(key, request);
      return value ?? standIn;
    });
    if (asked.size === 0) return built;
    for (const [key, request] of asked) known.set(key, await read(request));
  }
}

function ofEnvironment(name: string, { env }: Context): OutsideValue {
  const text = Object.hasOwn(env, name) ? env[name] : undefined;
  if (text !== undefined) return { kind: "found", text };
  return {
    kind: "absent",
    message: `there is no variable ${JSON.stringify(name)} in the environment of hashike`,
    hint: "set it where hashike runs; for a service, in its --env-file",
  };
}

async function readValueFile(written: string, manifest: string, context: Context): Promise<OutsideValue> {
  const { folder, isRemote } = folderFor(manifest, context);
  const path = resolve(folder, written);
  // Whoever writes a manifest elsewhere may name what is laid out for it.
  if (isRemote && !isAbsolute(written) && relative(folder, path).startsWith("..")) {
    return unreadable(
      `${path} is not below ${folder}`,
      "name a file below it, or write the path from the root",
    );
  }
  const shown = JSON.stringify(path);
  try {
    const file = await stat(path);
    if (!file.isFile()) return unreadable(`${shown} is no file`, "name a file");
    if (file.size > largestFile)
      return unreadable(`${shown} has ${file.size} bytes: more than ${largestFile} are not taken`);
    const text = decodeText(await readFile(path));
    return text === undefined
      ? unreadable(`${shown} is not a UTF-8 text`, "only texts are taken: encode it, as with base64")
      : { kind: "found", text };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "ENOENT" || code === "ENOTDIR") {
      const hint = isRemote
        ? "create it, or say with --secret-dir where such files are"
        : "create it, or write optional: true where it may be missing";
      return { kind: "absent", message: `there is no file ${shown}`, hint };
    }
    return unreadable(`${shown} cannot be read: ${code}`, "make it readable for the user that runs hashike");
  }
}

/** A file may be encrypted as well, so that it can lie beside its manifest. */
async function clearText(value: OutsideValue, context: Context): Promise<OutsideValue> {
  return value.kind === "found" && isAgeArmor(value.text) ? decrypted(value.text, context) : value;
}

async function decrypted(text: string, context: Context): Promise<OutsideValue> {
  const path = identityPath(context);
  let identities: readonly string[];
  try {
    identities = await readIdentities(path);
  } catch (error) {
    if (!isHashikeError(error)) throw error;
    return unreadable(`cannot be decrypted: ${error.message}`, error.hint);
  }
  const { decrypt } = await import("../secret/age.ts");
  try {
    const clear = decodeText(await decrypt(text, identities));
    if (clear !== undefined) return { kind: "found", text: clear };
    return unreadable("is no text when it is decrypted", "only texts are taken: encode it, as with base64");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unreadable(
      `cannot be decrypted with ${path}: ${reason}`,
      "encrypt it for the recipient of that identity, or name another one with --identity",
    );
  }
}

/** Where a relative path begins: a manifest that is no file is nowhere on this machine. */
function folderFor(manifest: string, { cwd, options }: Context) {
  const isRemote = manifest === stdinAddress || schemeOf(manifest) !== "file";
  const folder = isRemote
    ? resolve(cwd, options.secretDir ?? defaultSecretDir)
    : resolve(cwd, dirname(manifest));
  return { folder, isRemote };
}

function unreadable(message: string, hint?: string): OutsideValue {
  return { kind: "unreadable", message, hint };
}
