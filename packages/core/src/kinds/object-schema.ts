import type { TProperties } from "@sinclair/typebox";
import { choice, type FieldOptions, mapping, word } from "../manifest/schema.ts";
import { metadataSchema } from "./metadata.ts";

/** What a kind is called. */
export interface KindName {
  /** `""` for kinds whose `apiVersion` is the version alone, such as `v1`. */
  readonly group: string;
  readonly versions: readonly string[];
  readonly kind: string;
}

/**
 * The schema of a whole object: `apiVersion`, `kind` and `metadata`, and what only this kind has.
 * @param options with other words for the metadata, if any
 */
export function objectSchema<Own extends TProperties>(
  name: KindName,
  description: string,
  own: Own,
  {
    metadata = metadataSchema,
    ...options
  }: FieldOptions & { readonly metadata?: typeof metadataSchema } = {},
) {
  const versions = apiVersionsOf(name);
  const [only, another] = versions;
  const meaning = "Version of the format.";
  return mapping(
    name.kind,
    description,
    {
      apiVersion:
        another === undefined ? word(only ?? "", { description: meaning }) : choice(meaning, versions),
      kind: word(name.kind, { description: "Kind of the document." }),
      metadata,
      ...own,
    },
    options,
  );
}

/** As manifests write them: `v1`, `apps/v1`. */
export function apiVersionsOf({ group, versions }: KindName): readonly string[] {
  return group === "" ? versions : versions.map((version) => `${group}/${version}`);
}
