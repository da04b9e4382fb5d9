import { expect, it } from "vitest";
import { portTurns } from "./port-turns.ts";

/** Work of some kinds, each of which ends when it is told to. */
function tried() {
  const turns = portTurns();
  const begun: string[] = [];
  const ends = new Map<string, (failure?: Error) => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve, reject) =>
      ends.set(name, (failure) => (failure === undefined ? resolve() : reject(failure))),
    );
  };
  return {
    begun,
    beside: (name: string) => void turns.beside(work(name)),
    switches: (name: string) =>
      void turns
        .aloneIfQuiet((isAlone) => work(`${name}${isAlone ? " alone" : " beside others"}`)())
        .catch(() => begun.push(`${name} failed`)),
    end: async (name: string, failure?: Error) => {
      ends.get(name)?.(failure);
      await settled();
    },
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

it("is beside what is under way, and nobody waits", async () => {
  const { begun, beside, switches } = tried();
  beside("a start");
  await settled();
  switches("a switch");
  beside("a stop");
  await settled();
  expect(begun).toEqual(["a start", "a switch beside others", "a stop"]);
});

it("is alone when nothing is under way, and what comes later waits for it", async () => {
  const { begun, beside, switches, end } = tried();
  switches("one");
  await settled();
  switches("another");
  beside("a start");
  await settled();
  expect(begun).toEqual(["one alone"]);
  await end("one alone");
  expect(begun).toEqual(["one alone", "another alone"]);
  await end("another alone");
  expect(begun).toEqual(["one alone", "another alone", "a start"]);
});

it("keeps nobody waiting when it fails", async () => {
  const { begun, beside, switches, end } = tried();
  switches("a switch");
  await settled();
  beside("a start");
  await end("a switch alone", new Error("no"));
  expect(begun).toEqual(["a switch alone", "a start", "a switch failed"]);
});
