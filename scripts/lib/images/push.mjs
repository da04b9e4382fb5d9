import { createHash } from "node:crypto";
import { Stop } from "../say.mjs";

const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

/**
 * @returns {Promise<boolean>} whether the registry has an image of this name ("library/nginx:alpine-slim"), with all
 *   that belongs to it
 */
export async function isInRegistry(registry, name) {
  const [repository, tag] = name.split(":");
  const base = `http://${registry}/v2/${repository}`;
  const answer = await fetch(`${base}/manifests/${tag}`, { headers: { accept: manifestType } });
  if (!answer.ok) return false;
  const { config, layers = [] } = await answer.json();
  // An index, which somebody else has put there, has none.
  for (const { digest } of config ? [config, ...layers] : [])
    if (!(await fetch(`${base}/blobs/${digest}`, { method: "HEAD" })).ok) return false;
  return true;
}

/**
 * Puts a built image into a registry, without an engine's help.
 * @param {string} registry such as "localhost:5055"
 * @param {string} name such as "library/nginx:alpine-slim"
 * @param {{config: Buffer, layer: Buffer}} image
 */
export async function push(registry, name, { config, layer }) {
  const [repository, tag] = name.split(":");
  const base = `http://${registry}/v2/${repository}`;
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: "application/vnd.docker.container.image.v1+json", ...(await putBlob(base, config)) },
    layers: [
      { mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", ...(await putBlob(base, layer)) },
    ],
  };
  const headers = { "content-type": manifestType };
  await send(`${base}/manifests/${tag}`, { method: "PUT", headers, body: JSON.stringify(manifest) });
}

async function putBlob(base, blob) {
  const digest = `sha256:${createHash("sha256").update(blob).digest("hex")}`;
  const upload = await send(`${base}/blobs/uploads/`, { method: "POST" });
  const target = new URL(upload.headers.get("location"), base);
  target.searchParams.set("digest", digest);
  const headers = { "content-type": "application/octet-stream" };
  await send(target, { method: "PUT", headers, body: blob });
  return { size: blob.length, digest };
}

async function send(url, options) {
  const response = await fetch(url, options);
  if (response.ok) return response;
  throw new Stop(
    `the registry refused ${options.method} ${url}: HTTP ${response.status} ${await response.text()}`,
  );
}
