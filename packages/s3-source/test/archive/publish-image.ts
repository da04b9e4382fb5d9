import { gzipSync } from "node:zlib";
import { engine } from "../../../docker-driver/test/support/engine.ts";
import { registry } from "../../../docker-driver/test/support/registry.ts";
import { digestOf, json, type TestImage } from "./make-image.ts";

const types = {
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
};

/** Has the engine pull an image as `docker push` would have put it into a registry: with compressed layers. */
export async function pullFromRegistry({ config, layers }: TestImage, name: string): Promise<void> {
  const packed = layers.map((layer) => gzipSync(layer, { level: 1 }));
  await Promise.all([config, ...packed].map((blob) => upload(name, blob)));
  const describe = (mediaType: string, blob: Buffer) => ({
    mediaType,
    size: blob.length,
    digest: digestOf(blob),
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: describe(types.config, config),
    layers: packed.map((blob) => describe(types.layer, blob)),
  });
  await must(`${name}/manifests/1`, { method: "PUT", body: manifest, type: types.manifest });
  const { text } = await engine.text("POST", `/images/create?fromImage=${registry}/${name}&tag=1`);
  await must(`${name}/manifests/${digestOf(manifest)}`, { method: "DELETE" });
  if (text.includes('"error"')) throw new Error(`cannot pull ${name}: ${text}`);
}

async function upload(name: string, blob: Buffer): Promise<void> {
  const begun = await must(`${name}/blobs/uploads/`, { method: "POST" });
  const location = new URL(begun.headers.get("location") ?? "");
  location.searchParams.set("digest", digestOf(blob));
  await must(location, { method: "PUT", body: blob, type: "application/octet-stream" });
}

interface Sent {
  readonly method: string;
  readonly body?: Buffer;
  readonly type?: string;
}

async function must(path: string | URL, { method, body, type }: Sent): Promise<Response> {
  const answer = await fetch(new URL(path, `http://${registry}/v2/`), {
    method,
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    headers: type === undefined ? {} : { "content-type": type },
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}
