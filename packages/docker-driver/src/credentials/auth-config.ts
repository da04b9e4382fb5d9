/** Credentials for one registry, in the engine's words. */
export type AuthConfig =
  | { readonly username: string; readonly password: string }
  /** From `docker login` with a browser, and from helpers whose user is `<token>`. */
  | { readonly identitytoken: string }
  /** A bearer token, sent to the registry as it is. */
  | { readonly registrytoken: string };

/** @returns the value of the header X-Registry-Auth */
export function authHeader(auth: AuthConfig, serverAddress: string): string {
  const json = JSON.stringify({ ...auth, serveraddress: serverAddress });
  // The engine wants the padding that Node's "base64url" leaves out.
  return Buffer.from(json).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
