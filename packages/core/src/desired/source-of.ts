const scheme = /^(?!file:)[a-z][a-z0-9+.-]+:/i;

/**
 * Where a manifest came from, without credentials.
 * @param file as manifests name it: a path, an address, or `-`
 * @param resolve makes a path absolute; without it a path is not told
 * @returns `undefined` for standard input
 */
export function sourceOf(
  file: string,
  resolve: ((file: string) => string | undefined) | undefined,
): string | undefined {
  if (file === "-") return undefined;
  const resolved = (resolve ?? onlyAddresses)(file);
  return resolved === undefined ? undefined : withoutCredentials(resolved);
}

function onlyAddresses(file: string): string | undefined {
  return scheme.test(file) ? file : undefined;
}

/** Signed addresses have their signature in the query, which is another one each time. */
const signed =
  /^(x-|auth|code|cred|expire|key|pass|pwd|sas|se$|secret|session|sig|sv$|ticket|token)|key|secret|token|sign/i;

function withoutCredentials(source: string): string {
  const [, start = "", rest = ""] = /^([a-z][a-z0-9+.-]+:\/\/)([\s\S]*)$/i.exec(source) ?? [];
  if (start === "") return source;
  const [address = "", query] = rest
    .replace(/^[^/?#]*@/, "")
    .replace(/#[\s\S]*$/, "")
    .split(/\?([\s\S]*)/);
  const names = (query ?? "").split("&").map((parameter) => parameter.split("=")[0] ?? "");
  return (
    start + address + (query === undefined || names.some((name) => signed.test(name)) ? "" : `?${query}`)
  );
}
