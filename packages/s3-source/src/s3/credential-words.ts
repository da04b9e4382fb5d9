import type { S3Connection } from "./connect-s3.ts";

/** How the SDK marks where credentials come from, most telling first. */
const sources = [
  ["CREDENTIALS_PROFILE_SSO", "single sign-on"],
  ["CREDENTIALS_SSO", "single sign-on"],
  ["CREDENTIALS_PROFILE_PROCESS", "credential_process"],
  ["CREDENTIALS_PROCESS", "credential_process"],
  ["CREDENTIALS_STS_ASSUME_ROLE_WEB_ID", "a web identity token"],
  ["CREDENTIALS_STS_ASSUME_ROLE", "an assumed role"],
  ["CREDENTIALS_ENV_VARS", "the environment (AWS_ACCESS_KEY_ID)"],
  ["CREDENTIALS_HTTP", "the container's metadata service"],
  ["CREDENTIALS_IMDS", "the machine's metadata service"],
] as const;

/** Where the credentials come from that a connection signs with, for people; never what they are. */
export async function credentialWords({ client }: S3Connection): Promise<string> {
  const profile = process.env.AWS_PROFILE;
  let marks: object;
  try {
    const credentials: object = await client.config.credentials();
    marks = ("$source" in credentials && credentials.$source) || {};
  } catch {
    const asked =
      profile === undefined ? "the environment, ~/.aws, the machine's role" : `profile ${profile}`;
    return `none found (asked: ${asked})`;
  }
  const word = sources.find(([mark]) => mark in marks)?.[1];
  if (Object.keys(marks).some((mark) => mark.startsWith("CREDENTIALS_PROFILE"))) {
    return `profile ${profile ?? "default"}${word === undefined ? "" : ` (${word})`}`;
  }
  return word ?? "the machine's role";
}
