import type { Explanation } from "./explanation.ts";

/** Codes of OpenSSL and Node: `CERT_HAS_EXPIRED`, `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED` and many more. */
export function tlsFault(code: string): Explanation | undefined {
  if (/^ERR_SSL_.*ALERT/.test(code)) {
    return {
      code: "DRIVER_ENGINE_DENIED",
      problem: `the engine refused the TLS certificate of this client (${code})`,
      hint: "put cert.pem and key.pem, signed by the engine's authority, into DOCKER_CERT_PATH",
    };
  }
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|^EPROTO$/.test(code)) {
    return {
      problem: "it does not speak TLS",
      hint: "use the port of the engine that has TLS (2376), or unset DOCKER_TLS_VERIFY and DOCKER_TLS",
    };
  }
  if (/^ERR_OSSL_/.test(code)) {
    return {
      code: "DRIVER_ENDPOINT_INVALID",
      problem: `its TLS certificate or key cannot be used (${code})`,
      hint: "check that ca.pem, cert.pem and key.pem are PEM files, and that the key belongs to the certificate",
    };
  }
  if (/CERT|SIGNATURE|ISSUER|CRL|SELF_SIGNED/.test(code)) {
    return {
      problem: `the TLS certificate of the server is not trusted (${code})`,
      hint: "put the authority that signed it into ca.pem in DOCKER_CERT_PATH, and use the name it was made for",
    };
  }
  return undefined;
}
