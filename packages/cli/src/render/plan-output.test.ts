import { expect, it } from "vitest";
import { readPlanOutput } from "./plan-output.ts";

it("takes formats for formats and all else for files", () => {
  expect(readPlanOutput({})).toEqual({ json: false, file: undefined });
  expect(readPlanOutput({ output: "json" })).toEqual({ json: true, file: undefined });
  expect(readPlanOutput({ output: "text" })).toEqual({ json: false, file: undefined });
  expect(readPlanOutput({ output: "plan.json" })).toEqual({ json: false, file: "plan.json" });
  expect(readPlanOutput({ output: "./json" })).toEqual({ json: false, file: "./json" });
  expect(readPlanOutput({ output: "json", out: "plan.json" })).toEqual({ json: true, file: "plan.json" });
});

it("does not take a format that plan does not have for a file", () => {
  expect(() => readPlanOutput({ output: "yaml" })).toThrow("plan has no format yaml");
});

it("saves once", () => {
  expect(() => readPlanOutput({ output: "a.json", out: "b.json" })).toThrow("saved once");
});
