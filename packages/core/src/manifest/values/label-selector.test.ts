import { expect, it } from "vitest";
import { parseLabelSelector } from "./label-selector.ts";

const labels = { app: "web", "example.org/tier": "front", empty: "" };

it.each([
  ["", true],
  ["app=web", true],
  ["app == web", true],
  ["app=db", false],
  ["app!=db", true],
  ["none!=db", true],
  ["app", true],
  ["!app", false],
  ["!none", true],
  ["toString", false],
  ["empty=", true],
  ["app in (web, db)", true],
  ["app notin (web,db)", false],
  ["none notin (web)", true],
  ["example.org/tier=front,app in (a,web),!none", true],
  ["example.org/tier=front,app=db", false],
])("%s", (selector, holds) => {
  expect(parseLabelSelector(selector)(labels)).toBe(holds);
});

it.each(["a=b=c", "app in web", "app in (web", "=web", "app >> 1", "a b"])("%s is refused", (selector) => {
  expect(() => parseLabelSelector(selector)).toThrow("is no selector of labels");
});
