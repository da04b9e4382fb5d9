import { describe, expect, it } from "vitest";
import { defaultKinds } from "../kinds/default-kinds.ts";
import { manifestFields } from "../kinds/field-reference.ts";
import {
  buildContainers,
  type KindDefinition,
  mapping,
  type ObjectManifest,
  objectSchema,
  text,
  wholeNumber,
} from "../kinds/index.ts";
import { manifestJsonSchema } from "../kinds/json-schema.ts";
import { createKinds, kindId } from "../kinds/kinds.ts";
import { buildDesiredState } from "./build-desired-state.ts";
import { parseManifests, readManifests } from "./read-manifests.ts";

interface Website extends ObjectManifest {
  readonly spec: { readonly image: string; readonly port: number };
}

const name = { group: "example.org", versions: ["v1", "v2"], kind: "Website" };

const website: KindDefinition<Website> = {
  ...name,
  plural: "websites",
  shortNames: ["ws"],
  schema: objectSchema(name, "A web server.", {
    spec: mapping("WebsiteSpec", "What it serves.", {
      image: text("Image of the web server.", { minLength: 1 }),
      port: wholeNumber("Port of the host.", 1, 65535),
    }),
  }),
  check({ metadata, spec }, report) {
    const container = metadata?.name ?? "";
    if (spec?.port === 22) {
      report.add([{ path: ["spec", "port"], message: "is that of ssh", hint: "choose another one" }]);
    }
    report.claim({ type: "container", name: container, path: ["metadata", "name"] });
    if (spec?.port === undefined) return;
    const claim = { number: spec.port, protocol: "TCP", address: "", container, path: ["spec", "port"] };
    report.claim({ type: "hostPort", ...claim });
  },
  contribute(object, world) {
    const { metadata, spec } = object.value;
    const ports = [{ containerPort: 80, hostPort: spec.port }];
    const pod = { containers: [{ name: metadata.name, image: spec.image, ports }] };
    const notices = world.objects.length > 2 ? [{ message: "there are many" }] : [];
    return { ...buildContainers({ object, world, pod, at: ["spec"] }), notices };
  },
};
const kinds = createKinds([...defaultKinds.all, website]);
const file = "a.yml";

const websiteText = (of: string, ...spec: readonly string[]) =>
  ["apiVersion: example.org/v1", "kind: Website", `metadata: {name: ${of}}`, "spec:", ...spec, ""].join("\n");
const shop = websiteText("shop", "  image: nginx", "  port: 8000");
const rest = `apiVersion: v1
kind: Hashike
metadata: {name: rest}
spec: {containers: [{name: web, image: nginx, ports: [{containerPort: 8080}]}]}
`;

const reasons = (...texts: readonly string[]) =>
  readManifests([{ file, text: texts.join("---\n") }], { kinds }).diagnostics.map(
    ({ at, path, message, hint }) => `${at?.line}:${at?.column} ${path}: ${message} [${hint}]`,
  );

describe("a kind from outside", () => {
  it("makes containers that its object owns, beside those of other kinds", () => {
    const manifests = parseManifests(`${shop}---\n${rest}`, { file, kinds });
    const desired = buildDesiredState(manifests, { kinds, namespace: "prod" });
    const owner = { kind: "Website", namespace: "prod", name: "shop" };
    expect(desired.owners).toEqual([owner, { kind: "Hashike", namespace: "prod", name: "rest" }]);
    expect(desired.containers.map((c) => c.name)).toEqual(["shop", "web"]);
    expect(desired.containers[0]).toMatchObject({
      owner,
      image: "nginx:latest",
      origin: { file, line: 5 },
      ports: [{ hostPort: 8000, containerPort: 80 }],
      networks: ["hashike"],
      update: { strategy: "RollingUpdate" },
    });
    expect(desired.images.map((image) => image.reference)).toEqual(["nginx:latest"]);
    expect(desired.notices).toEqual([]);
  });

  it("sees what else is applied, and its notices are told", () => {
    const other = websiteText("blog", "  image: nginx", "  port: 8001");
    const manifests = parseManifests([shop, other, rest].join("---\n"), { file, kinds });
    expect(buildDesiredState(manifests, { kinds }).notices).toHaveLength(2);
  });

  it("has its mistakes told in its own words, where they are", () => {
    expect(reasons(websiteText("shop", "  imag: nginx", "  port: web"))).toEqual([
      "5:3 spec.imag: is not a known key [did you mean image?]",
      '6:9 spec.port: must be a whole number, got "web" [undefined]',
    ]);
    expect(reasons(websiteText("shop", "  image: nginx", "  port: 22"))).toEqual([
      "6:9 spec.port: is that of ssh [choose another one]",
    ]);
    expect(reasons(shop.replace("v1", "v3"))).toEqual([
      '1:13 apiVersion: must be example.org/v1 or example.org/v2, got "example.org/v3" [did you mean example.org/v1?]',
    ]);
  });

  it("does not get what another kind holds", () => {
    const onTaken = websiteText("web", "  image: nginx", "  port: 8080", "  typo: 1");
    expect(reasons(rest, onTaken)).toEqual([
      '8:18 metadata.name: container name "web" is already used (a.yml:4:28) [undefined]',
      '11:9 spec.port: host port 8080/TCP is already taken by container "web" (a.yml:4:55) [undefined]',
      "12:3 spec.typo: is not a known key [known here: image, port]",
    ]);
    expect(reasons(shop, shop)).toEqual([
      '10:18 metadata.name: "Website/default/shop" is already defined (a.yml:3:18) [give each manifest its own name or namespace]',
    ]);
  });

  it("is named to who writes no kind or a wrong one", () => {
    expect(reasons("metadata: {name: a}\n")).toEqual([
      "1:1 kind: is missing [begin it with apiVersion: v1 and kind: Hashike or apiVersion: example.org/v1 and kind: Website]",
    ]);
    expect(reasons("kind: Websit\n")).toEqual([
      '1:7 kind: "Websit" is not a known kind [did you mean Website?]',
    ]);
    expect(reasons("kind: Wibble\n")).toEqual([
      '1:7 kind: "Wibble" is not a known kind [write kind: Hashike or Website]',
    ]);
  });

  it("wins over what is known of Kubernetes", () => {
    const service = { ...website, group: "", kind: "Service" };
    const read = readManifests([{ file, text: "kind: Service\n" }], { kinds: createKinds([service]) });
    expect(read.diagnostics.map(({ message }) => message)).not.toContain(
      "kind Service of Kubernetes is not supported",
    );
    expect(read.diagnostics.length).toBeGreaterThan(0);
  });

  it("is described like any other", () => {
    expect(manifestFields(website).map(({ path }) => path)).toEqual(
      expect.arrayContaining(["metadata.name", "spec.image", "spec.port"]),
    );
    expect(manifestJsonSchema({ kind: website })).toMatchObject({
      $id: "urn:hashike:manifest:Website.example.org",
      title: "Website manifest",
      properties: { apiVersion: { enum: ["example.org/v1", "example.org/v2"] } },
    });
  });

  it("is not there for who does not register it", () => {
    expect(readManifests([{ file, text: shop }]).manifests).toEqual([]);
    expect(() => buildDesiredState(parseManifests(shop, { file, kinds }))).toThrow("no kind Website");
  });
});

describe("createKinds", () => {
  it("refuses a kind that is defined twice, and takes one of another group", () => {
    expect(() => createKinds([website, { ...website }])).toThrow("kind Website.example.org is defined twice");
    const other = { ...website, group: "example.net" };
    const both = createKinds([website, other]);
    expect(both.find("Website", "example.net/v1")).toBe(other);
    expect(both.find("Website", "v7")).toBe(website);
    expect(both.all.map(kindId)).toEqual(["Website.example.org", "Website.example.net"]);
  });
});
