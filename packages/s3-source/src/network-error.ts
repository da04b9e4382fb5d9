/** What keeps a program from reaching a server, by Node's codes. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ENOTFOUND: "its name is unknown",
  EAI_AGAIN: "its name cannot be looked up now",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  ETIMEDOUT: "it does not answer in time",
  EPROTO: "it does not speak TLS as we do",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed (NODE_EXTRA_CA_CERTS names a file to trust)",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is self-signed (NODE_EXTRA_CA_CERTS names a file to trust)",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "its certificate is not trusted (NODE_EXTRA_CA_CERTS names a file to trust)",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

/** Whether a request failed before there was an answer, or in the midst of it. */
export function isNetworkError(error: unknown): error is Error {
  return error instanceof Error && (error.name === "TimeoutError" || reasons[codeOf(error)] !== undefined);
}

/** Why a server could not be reached, without its address. */
export function networkReason(error: Error): string {
  if (error.name === "TimeoutError") return "it does not answer in time";
  return reasons[codeOf(error)] ?? error.message;
}

/** A URL without user name and password. What is no URL is given back as it is. */
export function withoutUserinfo(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, "$1");
}

function codeOf(error: Error): string {
  // Where a name has several addresses, each has an error of its own.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  return first instanceof Error && "code" in first ? String(first.code) : "";
}
