import type { FieldSchema } from "../manifest/schema.ts";
import { hashikeSchema } from "./hashike/schema.ts";

/** A kind of document that can be read. */
export interface KindDefinition {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: FieldSchema;
}

const kinds: readonly KindDefinition[] = [{ apiVersion: "v1", kind: "Hashike", schema: hashikeSchema }];

export const kindNames: readonly string[] = [...new Set(kinds.map(({ kind }) => kind))];

/** The definition of a kind; when there is none in that version, the one of another version. */
export function findKind(kind: string, apiVersion: unknown): KindDefinition | undefined {
  const sameKind = kinds.filter((definition) => definition.kind === kind);
  return sameKind.find((definition) => definition.apiVersion === apiVersion) ?? sameKind[0];
}
