import { describe, expect, it } from "vitest";
import { kubernetesKinds } from "../src/index.ts";
import { containerWith, desired, podWith, reasons } from "./pod.ts";

const told = (path: string, seen: string) =>
  `notice ${path}: is taken as text; kubectl would see ${seen} [put it in quotes]`;

describe("a scalar without quotes", () => {
  it.each([
    ["yes", true],
    ["On", true],
    ["y", true],
    ["no", undefined],
    ["OFF", undefined],
    ["n", undefined],
  ])("%s is a boolean where one is wanted", (text, expected) => {
    const pod = podWith(`hostNetwork: ${text}`, "containers: [{name: a, image: a}]");
    expect(reasons(pod)).toEqual([]);
    expect(desired(pod).containers[0]?.hostNetwork).toBe(expected);
  });

  it("is no boolean in quotes, and no other word is one", () => {
    const wrong = (text: string) =>
      reasons(podWith(`hostNetwork: ${text}`, "containers: [{name: a, image: a}]"));
    expect(wrong('"yes"')).toEqual([
      'spec.hostNetwork: must be true or false, got "yes" [write true or false]',
    ]);
    expect(wrong("yep")).toEqual([
      'spec.hostNetwork: must be true or false, got "yep" [write true or false]',
    ]);
  });

  it.each([
    ["0400", 256],
    ["0o400", 256],
    ["0x1F", 31],
    ["1_000", 1000],
    ["0b11", 3],
    ["+7", 7],
  ])("%s is a number where one is wanted", (text, expected) => {
    const pod = podWith(
      `securityContext: {runAsUser: ${text}}`,
      "terminationGracePeriodSeconds: &grace 0_010",
      "containers: [{name: a, image: a}]",
    );
    expect(reasons(pod)).toEqual([]);
    expect(desired(pod).containers[0]).toMatchObject({
      security: { runAsUser: expected },
      stopTimeoutSeconds: 8,
    });
  });

  it("is no number in quotes, nor where it has other letters", () => {
    for (const text of ['"1"', "1k", "_", "0x", "1.5"]) {
      expect(
        reasons(podWith(`securityContext: {runAsUser: ${text}}`, "containers: [{name: a, image: a}]"))[0],
      ).toContain("spec.securityContext.runAsUser: must be a whole number");
    }
  });

  it("is text where text is wanted, exactly as it is written, and told", () => {
    const text = containerWith(
      "args: [1.10, 0o17, yes, 1_000, '80', plain, 1.2.3, 0x]",
      "env: [{name: A, value: 8080}, {name: B, value: True}, {name: C, value: 10Mi}]",
    ).replace("app: posts", "app: 007");
    expect(reasons(text)).toEqual([
      told("metadata.labels.app", "a number"),
      told("spec.containers[0].args[0]", "a number"),
      told("spec.containers[0].args[1]", "a number"),
      told("spec.containers[0].args[2]", "a boolean"),
      told("spec.containers[0].args[3]", "a number"),
      told("spec.containers[0].env[0].value", "a number"),
      told("spec.containers[0].env[1].value", "a boolean"),
    ]);
    expect(desired(text).containers[0]).toMatchObject({
      args: ["1.10", "0o17", "yes", "1_000", "80", "plain", "1.2.3", "0x"],
      labels: { app: "007" },
      env: [
        { name: "A", value: "8080" },
        { name: "B", value: "True" },
        { name: "C", value: "10Mi" },
      ],
    });
  });

  it("counts so in every kind", () => {
    const plain = kubernetesKinds.filter(({ schema }) => schema.textOfScalars !== true);
    expect(plain.map(({ kind }) => kind)).toEqual([]);
  });
});
