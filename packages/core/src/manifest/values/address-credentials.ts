/** Names of parameters in a query that hold signatures, keys and tokens, as of signed addresses. */
const credentialName =
  /^(x-|auth|code|cred|expire|key|pass|pwd|sas|se$|secret|session|sig|sv$|ticket|token)|key|secret|token|sign/i;

/** What reads web addresses takes any slashes, also none, for two, and `\` for `/`: `https:me:password@host`. */
const schemeAndRest = /^((?:[a-z0-9.-]+\+)?https?:[/\\]*|[a-z][a-z0-9+.-]+:\/\/)([\s\S]*)/i;
/** An image's name may have its digest there: `daemon://app@sha256:…`. */
const userInfo = /^[^/\\?#]*@(?!sha256:[0-9a-f]{64}$)/i;

/** Whether an address, also one behind a scheme such as `docker-archive+`, has user name, password, key or token in it. */
export function hasCredentials(address: string): boolean {
  const [, , rest = ""] = schemeAndRest.exec(address) ?? [];
  return userInfo.test(rest) || hasSecretParameter(queryOf(rest));
}

/**
 * The address without user name and password, a web address without its fragment, and without its query when a key or
 * token is in that.
 */
export function withoutCredentials(address: string): string {
  const [, start = "", rest = ""] = schemeAndRest.exec(address) ?? [];
  if (start === "") return address;
  // Elsewhere, as in S3, `#` belongs to the name.
  const whole = /https?:/i.test(start) ? rest.replace(/#.*/s, "") : rest;
  const anonymous = whole.replace(userInfo, "");
  return start + (hasSecretParameter(queryOf(anonymous)) ? anonymous.replace(/\?.*/s, "") : anonymous);
}

function queryOf(rest: string): string {
  return /^[^?#]*\?([^#]*)/.exec(rest)?.[1] ?? "";
}

function hasSecretParameter(query: string): boolean {
  return query
    .split("&")
    .map((parameter) => decodeAscii(parameter.split("=")[0] ?? ""))
    .some((name) => credentialName.test(name));
}

/** Servers read `%74oken` as `token`. */
function decodeAscii(name: string): string {
  return name.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
