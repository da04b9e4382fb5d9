import { HashikeError } from "@hashike/core";

/** @throws HashikeError `USAGE` when it is no `http:` or `https:` URL */
export function parseHttpAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new HashikeError("USAGE", "not an http: or https: URL", { hint: "write https://HOST/PATH" });
}

/** For people and logs: without user name, password, and what may be signatures and tokens behind the `?`. */
export function shownHttpAddress({ origin, pathname, search }: URL): string {
  return `${origin}${pathname}${search === "" ? "" : "?…"}`;
}
