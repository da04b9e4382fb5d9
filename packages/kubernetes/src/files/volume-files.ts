import { below, type Path, quote, type SecretFilesSource } from "@hashike/core/kinds";
import { type Content, findData, refuseKey, type WantedData } from "../config/find-data.ts";
import type { HiddenValue } from "../config/secret-data.ts";
import { containerOf } from "../env/check-env.ts";
import { fieldContent } from "../env/field-value.ts";
import { resourceValue } from "../env/resource-ref.ts";
import type { PodPlace } from "../pod/pod-place.ts";
import type { Volume } from "../pod/pod-spec-schema.ts";

interface VolumeFile {
  /** Below the mount: `conf.d/app.conf`. */
  readonly name: string;
  readonly content: Content;
  readonly mode?: number | undefined;
}

type Source = NonNullable<NonNullable<Volume["projected"]>["sources"]>[number];
type Items = NonNullable<Volume["configMap"]>["items"];
type FieldItems = NonNullable<Volume["downwardAPI"]>["items"];

/**
 * The files of a volume whose content is in the manifests, as they are written into the container.
 * @returns `undefined` for other volumes
 */
export function volumeFiles(volume: Volume, path: Path, place: PodPlace): SecretFilesSource | undefined {
  const { configMap, secret, downwardAPI, projected } = volume;
  const given = configMap ?? secret ?? downwardAPI ?? projected;
  if (given === undefined) return undefined;
  const files = filesByName(filesOf(volume, path, place));
  refuseFolderOfFile([...files.keys()], path, place);
  const group = place.spec.securityContext?.fsGroup;
  const readableByGroup = group === undefined ? 0 : 0o440;
  return {
    kind: "secretFiles",
    hidesImage: true,
    uid: 0,
    gid: group ?? 0,
    files: [...files.values()].map(({ name, content, mode = given.defaultMode ?? 0o644 }) => ({
      name,
      mode: mode | readableByGroup,
      ...hidden(`${volume.name}/${name}`, content, place),
    })),
  };
}

/** Two contents that are the same text in base64 and in clear are not the same file. */
function hidden(name: string, content: Content, { world }: PodPlace): HiddenValue {
  switch (content.kind) {
    case "text":
      return { secret: world.secrets.add(name, content.text) };
    case "bytes":
      return { secret: world.secrets.add(`base64 ${name}`, content.base64), encoding: "base64" };
    case "hidden": {
      const { kind: _kind, ...value } = content;
      return value;
    }
  }
}

function filesOf(volume: Volume, path: Path, place: PodPlace): readonly VolumeFile[] {
  const { configMap, secret, downwardAPI, projected } = volume;
  const sources: readonly Source[] = projected?.sources ?? [];
  return [
    ...(configMap === undefined ? [] : ofSource({ configMap }, path, place)),
    ...(secret === undefined
      ? []
      : ofObject(
          { ...secret, kind: "Secret", name: secret.secretName, nameKey: "secretName" },
          below(path, "secret"),
          place,
        )),
    ...(downwardAPI === undefined ? [] : ofSource({ downwardAPI }, path, place)),
    ...sources.flatMap((source, index) =>
      ofSource(source, below(path, "projected", "sources", index), place),
    ),
  ];
}

function ofSource(
  { configMap, secret, downwardAPI }: Source,
  path: Path,
  place: PodPlace,
): readonly VolumeFile[] {
  if (configMap !== undefined) {
    return ofObject({ ...configMap, kind: "ConfigMap" }, below(path, "configMap"), place);
  }
  if (secret !== undefined) return ofObject({ ...secret, kind: "Secret" }, below(path, "secret"), place);
  return ofFields(downwardAPI?.items, place);
}

type WantedObject = Omit<WantedData, "path"> & { readonly items?: Items };

function ofObject(wanted: WantedObject, path: Path, place: PodPlace): readonly VolumeFile[] {
  const contents = findData({ ...wanted, path }, "files", place);
  if (contents === undefined) return [];
  // Source: kubernetes/kubernetes pkg/volume/configmap, MakePayload: none are all.
  if (wanted.items === undefined || wanted.items.length === 0) {
    return Object.entries(contents).map(([name, content]) => ({ name, content }));
  }
  return wanted.items.flatMap(({ key, path: name, mode }, index) => {
    const content = Object.hasOwn(contents, key) ? contents[key] : undefined;
    if (content !== undefined) return [{ name, content, mode }];
    if (wanted.optional !== true) {
      refuseKey({ ...wanted, key, path: below(path, "items", index) }, Object.keys(contents), place);
    }
    return [];
  });
}

function ofFields(items: FieldItems = [], place: PodPlace): readonly VolumeFile[] {
  return items.map(({ path: name, mode, fieldRef, resourceFieldRef }) => {
    if (fieldRef !== undefined)
      return { name, mode, content: { kind: "text", text: fieldContent(fieldRef.fieldPath, place) } };
    const { resource = "", containerName = "", divisor = "1" } = resourceFieldRef ?? {};
    const resources = containerOf(place.spec, containerName)?.resources ?? {};
    return { name, mode, content: { kind: "text", text: resourceValue(resource, resources, divisor) ?? "" } };
  });
}

/** Of two at one path the later one. `./a//b` is `a/b`. */
function filesByName(files: readonly VolumeFile[]): ReadonlyMap<string, VolumeFile> {
  const plain = (name: string) =>
    name
      .split("/")
      .filter((segment) => segment !== "" && segment !== ".")
      .join("/");
  return new Map(files.map((file) => [plain(file.name), { ...file, name: plain(file.name) }]));
}

function refuseFolderOfFile(names: readonly string[], path: Path, { object, world }: PodPlace): void {
  const folder = names.find((name) => names.some((other) => other.startsWith(`${name}/`)));
  if (folder === undefined) return;
  world.outside.refuse(
    { source: object.source, path },
    `has ${quote(folder)} as a file, and files in it`,
    "give one of them another path",
  );
}
