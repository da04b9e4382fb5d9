import { withoutCredentials } from "../manifest/values/address-credentials.ts";

/** How sources name a web address whose query they keep to themselves: it may tell manifests apart. */
const hiddenQuery = /\?…$/;

const scheme = /^(?!file:)[a-z][a-z0-9+.-]+:/i;

/**
 * Where a manifest came from, without credentials.
 * @param file as manifests name it: a path, an address, or `-`
 * @param resolve makes a path absolute; without it a path is not told
 * @returns `undefined` for standard input, and for an address that may be that of several
 */
export function sourceOf(
  file: string,
  resolve: ((file: string) => string | undefined) | undefined,
): string | undefined {
  if (file === "-" || hiddenQuery.test(file)) return undefined;
  const resolved = (resolve ?? onlyAddresses)(file);
  return resolved === undefined ? undefined : withoutCredentials(resolved);
}

function onlyAddresses(file: string): string | undefined {
  return scheme.test(file) ? file : undefined;
}
