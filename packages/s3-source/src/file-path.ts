import { fileURLToPath } from "node:url";
import { fileError } from "./file-error.ts";

/**
 * The path that an address means: a `file:` URL, or a path as it stands.
 * @throws HashikeError `SOURCE_NOT_FOUND` for a URL of another machine
 */
export function pathOf(address: string): string {
  if (!/^file:/i.test(address)) return address;
  try {
    return fileURLToPath(address);
  } catch (cause) {
    throw fileError(address, cause);
  }
}
