import { expect, it } from "vitest";
import type { EngineEvent } from "../apply/driver.ts";
import { containerSpec, desiredState, testOwner } from "../testing/builders.ts";
import { concerns } from "./concerns.ts";

const desired = desiredState([containerSpec({ name: "web" })]);
const ours = new Set(["1"]);
const container = (owner = testOwner) => ({
  id: "1",
  name: "web",
  ownership: { kind: "owned", owner } as const,
});

it.each<[string, EngineEvent, boolean]>([
  ["a container of ours that died", { action: "die", container: container() }, true],
  ["one that was started", { action: "start", container: container() }, false],
  ["one of another owner", { action: "die", container: container({ ...testOwner, name: "b" }) }, false],
  [
    "a foreign one",
    { action: "die", container: { id: "2", name: "x", ownership: { kind: "foreign" } } },
    false,
  ],
  ["a network that ours has left", { action: "disconnect", network: { name: "x", containerId: "1" } }, true],
  [
    "one that another has left",
    { action: "disconnect", network: { name: "hashike", containerId: "2" } },
    false,
  ],
  ["a network of ours that is gone", { action: "destroy", network: { name: "hashike" } }, true],
  ["another network that is gone", { action: "destroy", network: { name: "x" } }, false],
  ["something nobody knows more of", { action: "destroy" }, true],
])("%s", (_, event, concerned) => {
  expect(concerns(event, desired, ours)).toBe(concerned);
});
