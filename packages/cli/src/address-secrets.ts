/** An address for messages: of a URL without user name and password, and of a web address without its query. */
export function withoutSecrets(address: string): string {
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]+:\/\/)([\s\S]*)$/i.exec(address) ?? [];
  if (scheme === "") return address;
  const anonymous = rest.replace(/^[^/?#]*@/, "");
  // Signed URLs have their signature there.
  return scheme + (/^https?:/i.test(scheme) ? anonymous.replace(/\?.*$/s, "?…") : anonymous);
}
