import { type Path, type Problem, parseQuantity, quote } from "@hashike/core/kinds";

export function* checkStorage(size: string | undefined, path: Path): Generator<Problem> {
  if (size === undefined) return;
  const quantity = parseQuantity(size);
  if ("error" in quantity) yield { path, message: `${quantity.error}: ${quote(size)}`, hint: quantity.hint };
}
