import { parseQuantity } from "@hashike/core/kinds";

interface Resources {
  readonly limits?: Amounts | undefined;
  readonly requests?: Amounts | undefined;
}

type Amounts = Partial<Record<"cpu" | "memory" | "ephemeral-storage", string | undefined>>;

const resource = /^(limits|requests)\.(cpu|memory|ephemeral-storage)$/;

export function isResource(text: string): boolean {
  return resource.test(text);
}

/**
 * The value of a resourceFieldRef, rounded up.
 * @returns `undefined` for a limit that is not written, which is then what the host has
 */
export function resourceValue(
  asked: string,
  { limits = {}, requests = {} }: Resources,
  divisor: string,
): string | undefined {
  const [, list, name = ""] = resource.exec(asked) ?? [];
  const key = name as keyof Amounts;
  const text = list === "limits" ? limits[key] : (requests[key] ?? limits[key] ?? "0");
  if (text === undefined) return undefined;
  const amount = parseQuantity(text);
  const unit = parseQuantity(divisor);
  if ("error" in amount || "error" in unit) return undefined;
  // A divisor of 0 counts as not written, as in Kubernetes.
  const by = unit.nano === 0n ? 1_000_000_000n : unit.nano;
  return String((amount.nano + by - 1n) / by);
}
