import { HashikeError, type StoreReference } from "@hashike/core";
import { type Descriptor, parseDescriptor, tagAnnotation } from "../../images/descriptor.ts";
import { fieldsOf, parseJson } from "../../images/image-config.ts";
import { RefusalError, shown } from "../../images/refusal-error.ts";
import { indexKey, pointerKey } from "../layout.ts";
import { isNotFound } from "../not-found.ts";
import { type Reading, readDocument } from "./read-document.ts";

/** On the entries of `index.json` that Hashike has made from pointers; others are other tools'. */
export const madeFromPointer = "dev.hashike.pointer";

/**
 * Finds what a tag points to, with one request where Hashike has written it. In a layout that other tools wrote it is
 * in `index.json`.
 * @throws HashikeError `SOURCE_NOT_FOUND`; RefusalError for a pointer that cannot be read
 */
export async function findTag(
  { name, tag = "" }: Pick<StoreReference, "name" | "tag">,
  reading: Reading,
): Promise<Descriptor> {
  try {
    const pointer = parseJson(await readDocument(pointerKey(tag), reading), `a tag ${tag}`);
    return parseDescriptor(pointer, `a tag ${tag}`);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const found = (await readIndex(reading)).find(
    ({ annotations }) => annotations[tagAnnotation] === tag && annotations[madeFromPointer] === undefined,
  );
  if (found !== undefined) return found;
  throw notInStore(`${name}:${tag}`, reading);
}

/**
 * The entries of `index.json`; none, when there is no such object.
 * @throws RefusalError for one that cannot be read
 */
export async function readIndex(reading: Reading): Promise<readonly Descriptor[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readDocument(indexKey, reading);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
  const { manifests } = fieldsOf(parseJson(bytes, `an ${indexKey}`));
  if (!Array.isArray(manifests)) throw new RefusalError(`has an ${indexKey} that cannot be read`);
  return manifests.map((entry) => parseDescriptor(entry, `an ${indexKey}`));
}

/** @param image what was asked for: `app:1.0` */
export function notInStore(image: string, { folder }: Pick<Reading, "folder">): HashikeError {
  const scheme = folder.address.startsWith("s3:") ? "oci+" : "oci+file://";
  return new HashikeError("SOURCE_NOT_FOUND", `${folder.address}: there is no image ${shown(image)}`, {
    hint: `\`hashike image ls ${scheme}${folder.address}\` lists what is there`,
  });
}
