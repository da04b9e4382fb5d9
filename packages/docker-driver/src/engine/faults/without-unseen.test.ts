import { expect, it } from "vitest";
import { withoutUnseen } from "./without-unseen.ts";

it.each([
  ["<head><title>x</title></head>no gateway", " no gateway"],
  ["a<STYLE>b{}</style>c<script>d</script>e<style>f</style>g", "a c e g"],
  ["a<script>b</style>c</script>d", "a d"],
  ["a<style>b<style>c</style>d</style>", "a d</style>"],
  ["a<style>never ends", "a<style>never ends"],
  ["a</head>b<header>c", "a</head>b<header>c"],
])("of %j what is seen is %j", (page, seen) => {
  expect(withoutUnseen(page)).toBe(seen);
});

it("a megabyte of beginnings without an end is read once", () => {
  const page = "<style<".repeat(150_000);
  expect(withoutUnseen(page)).toBe(page);
});
