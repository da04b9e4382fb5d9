import { describe, expect, it } from "vitest";
import type { Action } from "./action.ts";
import { orderActions } from "./order-actions.ts";

function action(id: string, dependsOn: readonly string[] = []): Action {
  return {
    id,
    dependsOn,
    type: "network.create",
    target: { kind: "network", name: id },
    cause: { kind: "missing" },
    network: { name: id, external: false },
  };
}

const ids = (actions: readonly Action[]) => actions.map((a) => a.id);

describe("orderActions", () => {
  it("puts every dependency first, and goes by id among equals", () => {
    expect(ids(orderActions([action("c"), action("a", ["b"]), action("b", ["c"]), action("d")]))).toEqual([
      "c",
      "b",
      "a",
      "d",
    ]);
  });

  it("names a dependency once, in order", () => {
    const [, , last] = orderActions([action("z", ["y", "x", "y"]), action("y"), action("x")]);
    expect(last?.dependsOn).toEqual(["x", "y"]);
  });

  it("spells out a cycle", () => {
    expect(() => orderActions([action("a", ["b"]), action("b", ["c"]), action("c", ["b"])])).toThrow(
      "b -> c -> b",
    );
  });

  it("refuses an edge to an action that is not there", () => {
    expect(() => orderActions([action("a", ["gone"])])).toThrow(/depends on gone/);
  });

  it("refuses two actions of one id", () => {
    expect(() => orderActions([action("a"), action("a")])).toThrow(/share an id: a/);
  });

  it("orders a chain of 50,000 without exhausting the stack", () => {
    const chain = Array.from({ length: 50_000 }, (_, i) => action(`n${i}`, i === 0 ? [] : [`n${i - 1}`]));
    expect(ids(orderActions(chain)).at(-1)).toBe("n49999");
  });
});
