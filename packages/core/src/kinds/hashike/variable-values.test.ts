import { describe, expect, it } from "vitest";
import { readManifests } from "../../objects/read-manifests.ts";
import { withContainer } from "../../objects/test-diagnose.ts";
import type { HashikeManifest } from "./schema.ts";

describe("scalars of variables", () => {
  it.each([
    ["8080", "8080"],
    ["true", "true"],
    ["1.10", "1.10"],
    ["0x1F", "0x1F"],
    ["1e3", "1e3"],
    ["9007199254740993", "9007199254740993"],
    ["no", "no"],
    ["", ""],
    ["~", ""],
    ["null", ""],
    ["'8080'", "8080"],
    ["2026-01-01", "2026-01-01"],
    ["*port", "0o17"],
  ])("take %j as %j", (written, expected) => {
    const text = withContainer("env:", "- {name: A, value: &port 0o17}", "- name: B", `  value: ${written}`);
    const { manifests, diagnostics } = readManifests([{ file: "a.yml", text }]);
    expect(diagnostics).toEqual([]);
    const value = manifests[0]?.value as HashikeManifest | undefined;
    expect(value?.spec.containers[0]?.env?.[1]).toEqual({ name: "B", value: expected });
  });
});
