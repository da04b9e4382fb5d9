import { describe, expect, it } from "vitest";
import { formatFieldReference, manifestFields } from "./field-reference.ts";

const field = (path: string) => manifestFields().find((candidate) => candidate.path === path);

describe("manifestFields", () => {
  it("knows type, default and whether a field is required", () => {
    expect(field("metadata.name")?.required).toBe(true);
    expect(field("metadata.namespace")).toMatchObject({ default: "default", required: false, type: "text" });
    expect(field("spec.containers[].ports[].containerPort")?.type).toBe("whole number 1..65535");
    expect(field("spec.containers[].env[].value")?.type).toBe("text, number, `true`, `false`");
    expect(field("spec.restartPolicy")).toMatchObject({
      type: "`Always`, `OnFailure`, `Never`, `UnlessStopped`",
      default: "Always",
    });
  });

  it("describes every field", () => {
    expect(manifestFields().filter(({ description }) => description.length < 5)).toEqual([]);
  });

  it("lists each field once; init containers refer to containers", () => {
    const paths = manifestFields().map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => path.startsWith("spec.initContainers"))).toEqual(["spec.initContainers"]);
    expect(field("spec.initContainers")?.description).toContain("fields of `spec.containers[]`");
    expect(paths).toContain("spec.containers[].resources.requests.memory");
    expect(paths).toContain("spec.securityContext.seccompProfile.type");
  });
});

describe("formatFieldReference", () => {
  it("is a Markdown table with a row for each field", () => {
    const lines = formatFieldReference().trimEnd().split("\n");
    expect(lines).toHaveLength(manifestFields().length + 2);
    expect(lines.every((line) => line.replaceAll("\\|", "").split("|").length === 6)).toBe(true);
    expect(lines).toContain(
      "| `metadata.name` | text | required | Name of the owner of the containers. Changing it makes a new owner. |",
    );
  });
});
