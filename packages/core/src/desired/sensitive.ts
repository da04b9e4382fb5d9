const sensitiveName =
  /PASS(WORD|WD|PHRASE)?($|_)|SECRET|TOKEN|CREDENTIAL|(API|PRIVATE|ACCESS|ENCRYPTION|SIGNING)_?KEY/i;

// Any scheme, then user:password@ before the first slash. A user name alone is no secret.
const urlWithPassword = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i;

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
