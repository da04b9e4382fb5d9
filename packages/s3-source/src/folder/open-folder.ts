import type { ObjectOptions } from "../open-object.ts";
import { openFileFolder } from "./file-folder.ts";
import type { ObjectFolder } from "./object-folder.ts";
import { openS3Folder } from "./s3-folder.ts";

/**
 * Opens a folder of objects by its URL: `s3://bucket/prefix` or `file:///path`, without `/` at its end. Nothing is
 * asked yet.
 * @throws HashikeError `USAGE` for a name that no bucket has
 */
export function openFolder(url: string, { s3, patience }: ObjectOptions = {}): ObjectFolder {
  return url.startsWith("s3:") ? openS3Folder(url, s3, { patience }) : openFileFolder(url);
}
