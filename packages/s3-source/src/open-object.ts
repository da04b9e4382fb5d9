import type { RangedObject } from "@hashike/core";
import { HashikeError } from "@hashike/core";
import { openFileObject } from "./file-object.ts";
import { openHttpObject } from "./http/http-object.ts";
import type { HttpOptions } from "./http/http-options.ts";
import type { Patience } from "./object/patience.ts";
import { openS3Object } from "./s3/s3-object.ts";
import type { S3Options } from "./s3/s3-options.ts";

export interface ObjectOptions {
  readonly s3?: S3Options | undefined;
  readonly http?: HttpOptions | undefined;
  readonly patience?: Patience | undefined;
}

/**
 * Opens an object by its address: `s3:`, `https:`, `http:`, `file:`, or a path. Nothing is read yet.
 * @throws HashikeError `USAGE` for an address that is none, `SOURCE_SCHEME_UNSUPPORTED` for another scheme
 */
export function openObject(address: string, { s3, http, patience }: ObjectOptions = {}): RangedObject {
  // A single letter is a drive of Windows.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
    case "file":
      return openFileObject(address);
    case "http":
    case "https":
      return openHttpObject(address, http, patience);
    case "s3":
      return openS3Object(address, s3, patience);
    default:
      throw new HashikeError("SOURCE_SCHEME_UNSUPPORTED", `nothing reads ${scheme}: addresses`, {
        hint: "known are s3:, https:, http:, file: and paths",
      });
  }
}
