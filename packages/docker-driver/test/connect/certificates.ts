import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { tempDir, writeIn } from "./temp-dir.ts";

const run = promisify(execFile);

export interface Certificates {
  /** As DOCKER_CERT_PATH: ca.pem, and cert.pem with key.pem for a client. */
  readonly clientDir: string;
  /** For `tls.createServer`, which then wants a client's certificate. */
  readonly server: { readonly ca: string; readonly cert: string; readonly key: string };
}

/** An authority of its own, with a certificate for a server at 127.0.0.1 and one for a client. */
export async function makeCertificates(): Promise<Certificates> {
  const clientDir = tempDir();
  const serverDir = tempDir();
  const ca = join(clientDir, "ca.pem");
  const caKey = join(serverDir, "ca-key.pem");
  await openssl("req", "-x509", ...newKey(caKey), "-days", "2", "-subj", "/CN=authority", "-out", ca);
  await issue(serverDir, ca, caKey, "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth");
  await issue(clientDir, ca, caKey, "extendedKeyUsage=clientAuth");
  const text = (path: string) => readFileSync(path, "utf8");
  return {
    clientDir,
    server: { ca: text(ca), cert: text(join(serverDir, "cert.pem")), key: text(join(serverDir, "key.pem")) },
  };
}

async function issue(dir: string, ca: string, caKey: string, extensions: string): Promise<void> {
  const request = join(tempDir(), "request.pem");
  const extensionFile = await writeIn(tempDir(), "extensions", `${extensions}\n`);
  await openssl("req", ...newKey(join(dir, "key.pem")), "-subj", "/CN=leaf", "-out", request);
  await openssl(
    ...["x509", "-req", "-in", request, "-days", "2", "-CA", ca, "-CAkey", caKey, "-CAcreateserial"],
    ...["-CAserial", join(tempDir(), "serial"), "-extfile", extensionFile, "-out", join(dir, "cert.pem")],
  );
}

function newKey(path: string): readonly string[] {
  return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path];
}

async function openssl(...args: readonly string[]): Promise<void> {
  await run("openssl", [...args]);
}
