import type { Problem } from "../manifest/problem.ts";
import type { KindDefinition } from "./kind-definition.ts";
import { apiVersionsOf, type KindName } from "./object-schema.ts";

/** A kind whose objects are accepted and left out; `*` is every kind, of whatever group. */
export interface IgnoredKind extends Pick<KindName, "group" | "kind"> {
  /** Which of its objects. Left out: all of them. */
  matches?(object: unknown): boolean;
  /** Why they mean nothing here. Left out: nobody needs to know. */
  readonly reason?: string;
  /** The kind that one of its objects defines, whose objects are left out as well. */
  declares?(object: unknown): Pick<KindName, "group" | "kind"> | undefined;
  /** What is to be told of one of its objects in particular. @param all what is read together with it */
  tells?(object: unknown, all: readonly unknown[]): Problem | undefined;
}

/** The kinds that can be read. */
export interface Kinds {
  readonly all: readonly KindDefinition[];
  readonly ignored: readonly IgnoredKind[];
  /** The definition of a kind; when there is none in that version, the first of that name. */
  find(kind: string, apiVersion: unknown): KindDefinition | undefined;
}

/** @param all one definition for each kind of a group */
export function createKinds(all: readonly KindDefinition[], ignored: readonly IgnoredKind[] = []): Kinds {
  const ids = all.map(kindId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`kind ${twice} is defined twice`);
  return {
    all: [...all],
    ignored: [...ignored],
    find(kind, apiVersion) {
      const named = all.filter((definition) => definition.kind === kind);
      return named.find((one) => apiVersionsOf(one).some((version) => version === apiVersion)) ?? named[0];
    },
  };
}

/** `Website.example.org`; the kind alone where there is no group. */
export function kindId({ group, kind }: KindName): string {
  return group === "" ? kind : `${kind}.${group}`;
}
