import { gunzipSync } from "node:zlib";
import { HashikeError, isHashikeError } from "@hashike/core";
import { fileError } from "../file-error.ts";
import { readText } from "../read-text.ts";
import { bodyChunks } from "./body-chunks.ts";
import type { ObjectBackend, OpenPart } from "./object-backend.ts";
import type { Patience } from "./patience.ts";

/** What was read before, by its address in full, so that what has not changed is not sent again. */
export type KnownManifests = Map<string, KnownManifest>;

export interface KnownManifest {
  readonly version: string;
  readonly text: string;
}

export interface ReadManifestOptions {
  /** What `known` has it by: the backend's address is for people, and leaves out what may tell two apart. */
  readonly key: string;
  readonly known: KnownManifests;
  readonly signal: AbortSignal | undefined;
  readonly patience: Patience;
}

/** 4 MiB: a manifest is written by hand. What is larger is something else. */
export const maxManifestBytes = 4 * 1024 * 1024;

/**
 * The text of one manifest; the known one when the server says that it is the same still. Compressed with gzip or not.
 * @throws HashikeError `SOURCE_NOT_FOUND` or `SOURCE_UNREADABLE`, also for more than {@link maxManifestBytes}
 */
export async function readManifest(backend: ObjectBackend, options: ReadManifestOptions): Promise<string> {
  const { signal, patience } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await readOnce(backend, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (isHashikeError(error)) throw error;
      // The requests were repeated already where that may help; bodies were not.
      const delay = error instanceof BodyCut ? patience.retryDelaysMs[attempt] : undefined;
      if (delay === undefined) throw await backend.explain(error instanceof BodyCut ? error.cause : error);
      await patience.sleep(delay, signal);
    }
  }
}

async function readOnce(
  backend: ObjectBackend,
  { key, known, signal, patience }: ReadManifestOptions,
): Promise<string> {
  const { address } = backend;
  const before = known.get(key);
  const part = await backend.getUnless(before?.version, signal);
  if (part === undefined) return before?.text ?? "";
  const text = decode(await readBytes(part, { address, signal, patience }), address);
  known.set(key, { version: part.stat.version, text });
  return text;
}

class BodyCut extends Error {}

async function readBytes(
  part: OpenPart,
  options: { address: string; signal: AbortSignal | undefined; patience: Patience },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bodyChunks(part, options)) {
      size += chunk.length;
      if (size > maxManifestBytes || (part.stat.size ?? 0) > maxManifestBytes)
        throw tooLarge(options.address);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw isHashikeError(cause) ? cause : new BodyCut("cut", { cause });
  }
  if (part.stat.size !== undefined && size < part.stat.size)
    throw new BodyCut("cut", { cause: new Error("the body ended too early") });
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array, address: string): string {
  try {
    return readText(unzip(bytes, address), address);
  } catch (cause) {
    throw isHashikeError(cause) ? cause : fileError(address, cause);
  }
}

/** Told by its first bytes: headers and names say what somebody meant, and intermediaries unpack. */
function unzip(bytes: Uint8Array, address: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxManifestBytes });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(address);
    throw cause;
  }
}

function tooLarge(address: string): HashikeError {
  return new HashikeError("SOURCE_UNREADABLE", `${address}: larger than 4 MiB, which is no manifest`, {
    hint: "check the address",
  });
}
