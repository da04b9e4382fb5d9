const sensitiveName =
  /PASS(WORD|WD|PHRASE)?($|_)|SECRET|TOKEN|CREDENTIAL|(API|PRIVATE|ACCESS|ENCRYPTION|SIGNING)_?KEY/i;

// Any scheme, then user:password@ before the first slash. A user name alone is no secret. Of the scheme only the last
// letter is looked for: to begin at each letter of a long line takes for ever.
const urlWithPassword = /[a-z0-9+.-]:\/\/[^\s/:@]*:[^\s/@]+@/i;

/**
 * Whether a variable's value must not be shown, stored in labels or saved in plans: its name says so
 * (`DB_PASSWORD`, `API_TOKEN`), or the value is a URL with a password. Names that end in `_FILE` point to a
 * secret and are none.
 */
export function isSensitive(name: string, value: string): boolean {
  if (value === "") return false;
  if (urlWithPassword.test(value)) return true;
  return sensitiveName.test(name) && !/_(FILE|PATH)$/i.test(name);
}

const passwordOption = /(^|,)((?:pass|passwd|password2?)=)([^,]+)/gi;

/**
 * Takes what must not be shown out of an option of a driver: all of it (see {@link isSensitive}), or the passwords of a list
 * as `mount -o` has it.
 * @param hide gives what stands in its place
 */
export function withoutSensitive(name: string, value: string, hide: (secret: string) => string): string {
  if (isSensitive(name.replaceAll("-", "_"), value)) return hide(value);
  return value.replace(
    passwordOption,
    (_, before: string, key: string, password: string) => `${before}${key}${hide(password)}`,
  );
}

const sensitiveHeader = /(^|_)(AUTH|AUTHORIZATION|COOKIE2?|KEY|SIGNATURE|SESSION)($|_)/i;

/**
 * Whether the value of an HTTP header must not be shown: its name says so (`Authorization`, `Cookie`, `X-Api-Key`,
 * `X-Auth-Token`), or the value is a URL with a password.
 */
export function isSensitiveHeader(name: string, value: string): boolean {
  const words = name.replaceAll("-", "_");
  return isSensitive(words, value) || (value !== "" && sensitiveHeader.test(words));
}
