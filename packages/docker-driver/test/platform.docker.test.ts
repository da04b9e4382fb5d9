import { createHash } from "node:crypto";
import { apply, type ContainerSpec, plan } from "@hashike/core";
import { desiredState } from "@hashike/core/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDriver } from "./support/driver.ts";
import { busybox } from "./support/images.ts";
import { inspect } from "./support/inspect.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { pushToRegistry, registry } from "./support/registry.ts";
import { containerSpec } from "./support/specs.ts";

let own: OwnThings;

beforeAll(async () => {
  own = await ownThings("platform");
});

afterAll(() => own.removeAll());

const owner = () => ({ kind: "Hashike", namespace: "default", name: own.name("owner") });

it("is the one of an image's platforms that a container says", async () => {
  const image = await pushForTwoPlatforms(own.name("app"));
  const driver = testDriver();
  const bring = async (about: Partial<ContainerSpec>) => {
    const spec = containerSpec({
      owner: owner(),
      name: own.name("web"),
      image,
      command: ["sleep", "600"],
      stopTimeoutSeconds: 0,
      networks: [],
      ...about,
    });
    const desired = desiredState([spec]);
    const planned = plan(desired, await driver.observe(desired));
    const result = await apply(planned, driver);
    const again = plan(desired, await driver.observe(desired));
    const { Config } = await inspect(own.name("web"));
    return {
      status: result.status,
      again: again.changes,
      of: Config.Labels.of,
    };
  };
  expect(await bring({ platform: "linux/386" })).toEqual({
    status: "done",
    again: [],
    of: "386",
  });
  expect(await bring({ platform: "linux/amd64" })).toEqual({
    status: "done",
    again: [],
    of: "amd64",
  });
  expect(await bring({ platform: "linux/386" })).toEqual({
    status: "done",
    again: [],
    of: "386",
  });
});

it("is told where the engine does not run it, before anything is done", async () => {
  const image = `${registry}/${own.name("app")}:1`;
  const desired = desiredState([
    containerSpec({ owner: owner(), name: own.name("api"), image, platform: "linux/s390x" }),
  ]);
  const { notices } = plan(desired, await testDriver().observe(desired));
  expect(notices.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(
      /is wanted for linux\/s390x, and the engine runs linux\/\w+: its programs need emulation/,
    ),
  );
});

/** An image for amd64 and 386, each with a label that says which. @returns its reference */
async function pushForTwoPlatforms(name: string): Promise<string> {
  await pushToRegistry(busybox, name);
  const manifest = (await read(name, "manifests/1")) as Manifest;
  const config = (await read(name, `blobs/${manifest.config.digest}`)) as Config;
  const manifests = [];
  for (const architecture of ["amd64", "386"]) {
    const labelled = { ...config, architecture, config: { ...config.config, Labels: { of: architecture } } };
    const written = asBytes({
      ...manifest,
      config: { ...manifest.config, ...(await upload(name, labelled)) },
    });
    await putManifest(name, digestOf(written), written, manifest.mediaType);
    const entry = { mediaType: manifest.mediaType, size: written.length, digest: digestOf(written) };
    manifests.push({ ...entry, platform: { architecture, os: "linux" } });
  }
  const mediaType = "application/vnd.docker.distribution.manifest.list.v2+json";
  await putManifest(name, "1", asBytes({ schemaVersion: 2, mediaType, manifests }), mediaType);
  return `${registry}/${name}:1`;
}

interface Manifest {
  readonly mediaType: string;
  readonly config: { readonly digest: string };
}

interface Config {
  readonly config: object;
}

const url = (name: string, rest: string) => `http://${registry}/v2/${name}/${rest}`;
const asBytes = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const digestOf = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

async function read(name: string, rest: string): Promise<unknown> {
  const types = ["docker.distribution.manifest.v2", "oci.image.manifest.v1"];
  const accept = types.map((type) => `application/vnd.${type}+json`).join(", ");
  return (await fetch(url(name, rest), { headers: { accept } })).json();
}

async function upload(name: string, value: object) {
  const bytes = asBytes(value);
  const digest = digestOf(bytes);
  const begun = await fetch(url(name, "blobs/uploads/"), { method: "POST" });
  const place = new URL(begun.headers.get("location") ?? "", url(name, ""));
  place.searchParams.set("digest", digest);
  const { status } = await fetch(place, { method: "PUT", body: bytes });
  expect(status).toBe(201);
  return { digest, size: bytes.length };
}

async function putManifest(
  name: string,
  reference: string,
  body: Uint8Array<ArrayBuffer>,
  mediaType: string,
) {
  const headers = { "content-type": mediaType };
  const { status } = await fetch(url(name, `manifests/${reference}`), { method: "PUT", headers, body });
  expect(status).toBe(201);
}
