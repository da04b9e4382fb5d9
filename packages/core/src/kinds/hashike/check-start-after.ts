import { didYouMean } from "../../manifest/did-you-mean.ts";
import { below, type Placed, placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { quote } from "../../manifest/safe-text.ts";
import type { LooseSpec } from "./schema.ts";

type LooseContainer = NonNullable<NonNullable<LooseSpec["containers"]>[number]>;

/** What containers start after: others of the same manifest, in no circle. */
export function* checkStartAfter(spec: LooseSpec): Generator<Problem> {
  const inits = [...placed(spec.initContainers, ["spec", "initContainers"])];
  for (const { value, path } of inits) {
    if (value.startAfter === undefined) continue;
    yield {
      path: below(path, "startAfter"),
      message: "is for spec.containers: init containers run in their order",
      hint: "put the container further down in the list",
    };
  }
  const containers = [...placed(spec.containers, ["spec", "containers"])];
  const byName = new Map(containers.map((container) => [container.value.name, container]));
  for (const container of containers) {
    for (const named of namesIn(container)) {
      if (!byName.has(named.value)) {
        // It cannot have meant itself.
        const others = [...byName.keys()].filter((name) => name !== container.value.name);
        yield unknown(named, others, new Set(inits.map(({ value }) => value.name)));
        continue;
      }
      const circle = circleBy(container.value.name, named.value, byName);
      if (circle === undefined) continue;
      const message = `waits for itself: ${circle.join(" starts after ")}`;
      yield { path: named.path, message, hint: "leave one of them out" };
    }
  }
}

function unknown(
  { value: name, path }: Placed<string>,
  names: readonly (string | undefined)[],
  inits: ReadonlySet<string | undefined>,
): Problem {
  const message = `no container under spec.containers is named ${quote(name)}`;
  if (inits.has(name))
    return { path, message, hint: "leave it out: init containers have run before all others start" };
  const similar = didYouMean(
    name,
    names.filter((known) => known !== undefined),
  );
  return { path, message, hint: similar === undefined ? undefined : `did you mean ${similar}?` };
}

function namesIn({ value, path }: Placed<LooseContainer>): Iterable<Placed<string>> {
  return placed(value.startAfter, below(path, "startAfter"));
}

/** @returns the way from a container back to itself that begins with one that it starts after */
function circleBy(
  start: string | undefined,
  first: string,
  byName: ReadonlyMap<string | undefined, Placed<LooseContainer>>,
): readonly string[] | undefined {
  if (start === undefined) return undefined;
  const cameFrom = new Map([[first, start]]);
  // A map can grow while it is walked.
  for (const name of cameFrom.keys()) {
    if (name === start) break;
    const next = byName.get(name);
    for (const { value } of next === undefined ? [] : namesIn(next)) {
      if (!cameFrom.has(value)) cameFrom.set(value, name);
    }
  }
  if (!cameFrom.has(start)) return undefined;
  const way = [start];
  for (let name = cameFrom.get(start); name !== undefined && name !== start; name = cameFrom.get(name))
    way.unshift(name);
  return [start, ...way];
}
