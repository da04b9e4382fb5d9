import { withoutCredentials } from "@hashike/core";

/** An address for messages: without credentials, and of a web address without its query. */
export function withoutSecrets(address: string): string {
  // Not every parameter with a token in it is called so.
  return withoutCredentials(/^https?:/i.test(address) ? address.replace(/\?.*/s, "?…") : address);
}
