import { expect, it } from "vitest";
import { addToList } from "./add-to-list.ts";

it("adds at the end of the list of its key alone", () => {
  const given = ["a", "b"];
  const lists = new Map<string, string[]>();
  addToList(lists, "x", ...given);
  addToList(lists, "y", "c");
  addToList(lists, "x", "d", "e");
  expect([...lists]).toEqual([
    ["x", ["a", "b", "d", "e"]],
    ["y", ["c"]],
  ]);
  expect(given).toEqual(["a", "b"]);
});
