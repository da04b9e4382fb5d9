import type { Target, TargetKind } from "@hashike/core";
import { plainLine } from "../plain-text.ts";

const kindWords: Readonly<Record<TargetKind, string>> = {
  network: "network",
  volume: "volume",
  image: "image",
  hostPath: "host path",
  object: "object",
  container: "container",
};

/** `container web` */
export function targetWords(target: Target): string {
  // Its name has its kind: `configmap/app`.
  if (target.kind === "object") return plainLine(target.name);
  return `${kindWords[target.kind]} ${plainLine(target.name)}`;
}

/** `network hashike, volume data, containers web and store`: kinds in their order of first appearance. */
export function listTargets(targets: readonly Target[]): string {
  const byKind = new Map<TargetKind, string[]>();
  for (const { kind, name } of targets) byKind.set(kind, [...(byKind.get(kind) ?? []), plainLine(name)]);
  return [...byKind]
    .map(([kind, names]) => `${kindWords[kind]}${names.length > 1 ? "s" : ""} ${joinWords(names)}`)
    .join(", ");
}

/** `a`, `a and b`, `a, b and c` */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** `1 mistake`, `3 mistakes` */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
