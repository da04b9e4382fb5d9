import { below, type Placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { isAgeArmor, isWholeAgeArmor } from "../../../manifest/values/age-armor.ts";
import type { LooseContainer } from "../pod-manifest.ts";

type LooseValue = Pick<NonNullable<NonNullable<LooseContainer["env"]>[number]>, "value" | "valueFrom">;

/** A value that is written, or where it is; never both. */
export function* checkValueFrom({ value: given, path }: Placed<LooseValue>): Generator<Problem> {
  const { value = "", valueFrom } = given;
  if (isAgeArmor(value) && !isWholeAgeArmor(value)) {
    yield {
      path: below(path, "value"),
      message: "is no whole text encrypted by age",
      hint: "keep its lines, from -----BEGIN to -----END, below `value: |`",
    };
  }
  if (valueFrom === undefined) return;
  if (value !== "") {
    yield {
      path: below(path, "valueFrom"),
      message: "is given together with value",
      hint: "keep one of the two",
    };
  }
  const { file, env } = valueFrom;
  if (file !== undefined && env !== undefined) {
    yield {
      path: below(path, "valueFrom", "env"),
      message: "is given together with file",
      hint: "keep one of the two",
    };
  }
  // Any other key is an unknown source, and reported as such.
  if (Object.keys(valueFrom).every((key) => key === "optional")) {
    yield {
      path: below(path, "valueFrom"),
      message: "has no source",
      hint: "write {file: PATH} or {env: NAME}",
    };
  }
}
