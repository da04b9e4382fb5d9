import type { Path, PathSegment } from "./path.ts";

/**
 * What is left of a value when its misfits are taken out: anything may be absent. Checks read this, so that a
 * mistake in one place does not hide those in others.
 */
export type Loose<T> = T extends readonly (infer Item)[]
  ? readonly (Loose<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Loose<T[Key]> | undefined }
    : T;

export interface Placed<T> {
  readonly value: T;
  readonly path: Path;
}

/** The items of a list that are there, with their places. */
export function* placed<T>(items: readonly (T | undefined)[] | undefined, path: Path): Generator<Placed<T>> {
  if (items === undefined) return;
  for (const [index, value] of items.entries()) {
    if (value !== undefined) yield { value, path: [...path, index] };
  }
}

export function below(path: Path, ...segments: PathSegment[]): Path {
  return [...path, ...segments];
}
