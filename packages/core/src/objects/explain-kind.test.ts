import { describe, expect, it } from "vitest";
import { reasons, withGoodContainer } from "./test-diagnose.ts";

describe("kinds", () => {
  it.each([
    [
      "apiVersion: apps/v1\nkind: Deployment",
      "kind: kind Deployment of Kubernetes is not supported [list its containers",
    ],
    ["apiVersion: v1\nkind: hashike", 'kind: "hashike" is not a known kind [did you mean Hashike?]'],
    ["apiVersion: v1\nkind: Wibble", 'kind: "Wibble" is not a known kind [write kind: Hashike]'],
    ["apiVersion: v1\nmetadata: {}", "kind: is missing [begin it with apiVersion: v1 and kind: Hashike]"],
    ["kind: 1", "kind: must be a string"],
    ["services: {web: {}}", "this is a compose file"],
    ["- a", "this is not a manifest"],
    ["just text", "this is not a manifest"],
  ])("reports %j once", (text, expected) => {
    const found = reasons(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it("reports another version together with the other mistakes", () => {
    expect(reasons("apiVersion: v2\nkind: Hashike\nmetadata: {name: a}\n")).toEqual(
      expect.arrayContaining(['apiVersion: must be v1, got "v2"', "spec: is missing"]),
    );
  });

  it.each([
    ["_x", "must have letters, digits"],
    ["x".repeat(254), "must have at most 253 characters"],
  ])("limit the names of objects: %s", (name, expected) => {
    const text = withGoodContainer().replace("name: rest-api", `name: ${name}`);
    expect(reasons(text)).toEqual([expect.stringContaining(`metadata.name: ${expected}`)]);
  });

  it("want text in labels", () => {
    const text = withGoodContainer().replace("name: rest-api", "name: a\n  labels: {version: 1.10}");
    expect(reasons(text)).toEqual([
      'metadata.labels.version: must be a string, got the number 1.1 [put it in quotes: "1.10"]',
    ]);
  });
});
