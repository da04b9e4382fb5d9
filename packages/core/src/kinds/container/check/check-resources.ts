import { below, type Placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { parseQuantity, type Quantity } from "../../../manifest/values/quantity.ts";
import { openedFor } from "../build/build-resources.ts";
import type { LooseContainer } from "../pod-manifest.ts";

export function* checkResources({ value, path }: Placed<LooseContainer>): Generator<Problem> {
  const { resources } = value;
  if (resources === undefined) return;
  for (const resource of ["cpu", "memory"] as const) {
    const amounts: Partial<Record<"limits" | "requests", Quantity>> = {};
    for (const list of ["limits", "requests"] as const) {
      const text = resources[list]?.[resource];
      if (text === undefined) continue;
      const at = below(path, "resources", list, resource);
      const quantity = parseQuantity(text);
      if ("error" in quantity) {
        yield { path: at, message: `${quantity.error}: ${quote(text)}`, hint: quantity.hint };
        continue;
      }
      amounts[list] = quantity;
      if (resource === "memory" && /\dm$/.test(text)) {
        yield {
          severity: "notice",
          path: at,
          message: `${quote(text)} is in thousandths of a byte`,
          hint: `write ${text.replace(/m$/, "Mi")} for mebibytes`,
        };
      }
    }
    const { limits, requests } = amounts;
    if (limits !== undefined && requests !== undefined && requests.nano > limits.nano) {
      yield {
        path: below(path, "resources", "requests", resource),
        message: `must not be more than the limit of ${quote(resources.limits?.[resource] ?? "")}`,
      };
    }
  }
  yield* checkGraphics({ value: resources, path: below(path, "resources", "limits") });
}

function* checkGraphics({
  value,
  path,
}: Placed<NonNullable<LooseContainer["resources"]>>): Generator<Problem> {
  for (const [name, opened] of Object.entries(openedFor)) {
    if (!(Number(value.limits?.[name as keyof typeof openedFor]) > 0)) continue;
    const devices = opened.map((device) => `{hostPath: ${device}}`).join(", ");
    yield {
      severity: "notice",
      path: below(path, name),
      message: "opens every graphics card of the host that its driver has: the engine cannot count them",
      hint: `write devices: [${devices}] in its place, which says so`,
    };
  }
}
