import type { ValueSource } from "../../../desired/outside-value.ts";
import { isAgeArmor } from "../../../manifest/values/age-armor.ts";
import type { ContainerManifest } from "../schema/container.ts";

type Given = Pick<NonNullable<ContainerManifest["env"]>[number], "value" | "valueFrom">;

/** Where a value is that does not stand in the manifest in clear; `undefined`: it does. @returns with the keys of its place */
export function sourceOf({
  value = "",
  valueFrom,
}: Given): { readonly source: ValueSource; readonly keys: readonly string[] } | undefined {
  const { file, env } = valueFrom ?? {};
  if (file !== undefined) return { source: { kind: "file", path: file }, keys: ["valueFrom", "file"] };
  if (env !== undefined) return { source: { kind: "environment", name: env }, keys: ["valueFrom", "env"] };
  return isAgeArmor(value) ? { source: { kind: "age", text: value }, keys: ["value"] } : undefined;
}
