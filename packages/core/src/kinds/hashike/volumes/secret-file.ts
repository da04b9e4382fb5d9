import type { Secrets } from "../../../desired/secret-values.ts";
import { below, type Loose, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import {
  list,
  mapping,
  optional,
  type Static,
  text,
  unsupported,
  wholeNumber,
} from "../../../manifest/schema.ts";
import type { SecretFilesSource } from "../../container/build/secret-files.ts";
import { sourceOf } from "../../container/build/value-source.ts";
import { checkValueFrom } from "../../container/check/check-value-from.ts";
import { largestId } from "../../container/schema/security-context.ts";
import { valueFromSchema } from "../../container/schema/value-from.ts";
import type { ManifestPlace, OutsideValues } from "../../outside-values.ts";

const itemSchema = mapping(
  "SecretFileItem",
  "A file, and where its content is.",
  {
    path: text("Name of the file in the container.", {
      pattern: "^(?!\\.{1,2}$)[^/\\0]+$",
      patternErrorMessage: "must be the name of a file, without /",
    }),
    value: optional(
      text(
        "What is in it: a text encrypted by age (`hashike secret encrypt`) stands for what it hides. It is never shown.",
        { acceptsScalars: ["number", "boolean"] },
      ),
    ),
    valueFrom: optional(
      valueFromSchema({
        title: "FileValueFrom",
        file: "what is in it, as it is",
        optional: "Whether the file is left out where there is no such file or variable.",
      }),
    ),
  },
  {
    hint: "write it as {path: NAME, valueFrom: {file: PATH}}",
    unsupportedKeys: unsupported("key", "write valueFrom: {file: PATH}"),
  },
);

/** Source of the names: kubernetes/api core/v1/types.go, SecretVolumeSource. */
export const secretFileSchema = mapping(
  "SecretFile",
  "Files whose content is not in the manifest. They are written into each container that mounts the volume when it is created, on the engine's disk, and go with it. What changes makes a new container. Kind Hashike's own.",
  {
    items: list("The files. A mount with subPath is one of them.", itemSchema, { minItems: 1 }),
    mode: optional(
      text("Permissions of the files, in octal.", {
        acceptsScalars: ["number"],
        pattern: "^0o?[0-7]{3}$",
        patternErrorMessage: "must be three octal digits after a 0",
        hint: "write it as 0400",
        default: "0400",
      }),
    ),
    uid: optional(
      wholeNumber("User ID of their owner. Left out: the user that the container runs as.", 0, largestId),
    ),
    gid: optional(wholeNumber("Group ID of their owner.", 0, largestId, { default: 0 })),
  },
  { hint: "write it as {items: [{path: NAME, valueFrom: {file: PATH}}]}" },
);

type SecretFile = Static<typeof secretFileSchema>;

/** @param place of the secretFile, in the volume called `volume` */
export function buildSecretFile(
  { items, mode = "0400", uid, gid = 0 }: SecretFile,
  { volume, place }: { readonly volume: string; readonly place: ManifestPlace },
  { outside, secrets }: { readonly outside: OutsideValues; readonly secrets: Secrets },
): SecretFilesSource {
  const bits = Number.parseInt(mode.replace("o", ""), 8);
  const files = items.flatMap((item, index) => {
    const asked = sourceOf(item);
    const content =
      asked === undefined
        ? item.value
        : outside.find(
            asked.source,
            { source: place.source, path: below(place.path, "items", index, ...asked.keys) },
            { optional: item.valueFrom?.optional },
          );
    if (content === undefined) return [];
    return [{ name: item.path, secret: secrets.add(`${volume}/${item.path}`, content), mode: bits }];
  });
  return { kind: "secretFiles", files, ...(uid === undefined ? {} : { uid }), gid };
}

export function* checkSecretFile({ value, path }: Placed<Loose<SecretFile>>): Generator<Problem> {
  const names = new Set<string>();
  for (const item of placed(value.items, below(path, "items"))) {
    yield* checkValueFrom(item);
    const { path: name, ...given } = item.value;
    if (Object.keys(given).length === 0) {
      yield { path: item.path, message: "has no source", hint: "write valueFrom: {file: PATH}" };
    }
    if (name === undefined) continue;
    if (names.has(name)) {
      yield { path: below(item.path, "path"), message: `names a second file ${quote(name)}` };
    }
    names.add(name);
  }
}
