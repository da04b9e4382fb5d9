import type { AuthConfig } from "./auth-config.ts";
import { credentialsError } from "./credentials-error.ts";

/**
 * Reads one entry of `auths`, as `docker login` writes it into config.json.
 * @returns `undefined` for one without credentials, which a credential store leaves behind
 * @throws HashikeError `DRIVER_CREDENTIALS`, without what was found
 */
export function parseAuthsEntry(entry: unknown, domain: string, file: string): AuthConfig | undefined {
  if (typeof entry !== "object" || entry === null) return undefined;
  const text = (name: string): string => {
    const value: unknown = Reflect.get(entry, name);
    return typeof value === "string" ? value : "";
  };
  if (text("identitytoken") !== "") return { identitytoken: text("identitytoken") };
  if (text("registrytoken") !== "") return { registrytoken: text("registrytoken") };
  if (text("auth") !== "") return decodeAuth(text("auth"), domain, file);
  if (text("username") === "") return undefined;
  return { username: text("username"), password: text("password") };
}

function decodeAuth(auth: string, domain: string, file: string): AuthConfig {
  const decoded = Buffer.from(auth, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 1) {
    throw credentialsError(
      `${file}: the credentials for ${domain} are not base64 of user:password`,
      `write them anew with \`docker login ${domain}\``,
    );
  }
  // Docker once padded them with zeros.
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/(?<!\0)\0+$/, "") };
}
