import { didYouMean } from "../../manifest/did-you-mean.ts";
import type { Problem } from "../../manifest/problem.ts";
import { quote } from "../../manifest/safe-text.ts";
import {
  onConfigChangeKey,
  onConfigChangeTexts,
  parseOnConfigChange,
} from "../../manifest/values/on-config-change.ts";
import { placedContainers } from "../container/pod-manifest.ts";
import type { LooseHashike } from "./schema.ts";

const ownPrefix = "hashike/";

/** Annotations are anybody's; those below `hashike/` mean something here. */
export function* checkAnnotations(manifest: LooseHashike): Generator<Problem> {
  const annotations = Object.entries(manifest.metadata?.annotations ?? {});
  for (const [key, text] of annotations) {
    if (!key.startsWith(ownPrefix)) continue;
    const path = ["metadata", "annotations", key];
    const misnamed = whyNotKnown(key, manifest);
    if (misnamed !== undefined) yield { path, on: "key", ...misnamed };
    else if (text !== undefined && parseOnConfigChange(text) === undefined)
      yield { path, ...notAReaction(text) };
  }
}

function whyNotKnown(key: string, manifest: LooseHashike): Pick<Problem, "message" | "hint"> | undefined {
  if (key === onConfigChangeKey) return undefined;
  if (!key.startsWith(`${onConfigChangeKey}.`)) {
    return { message: "is not a known annotation", hint: `Hashike has ${onConfigChangeKey}` };
  }
  const name = key.slice(onConfigChangeKey.length + 1);
  const names = [...placedContainers(manifest.spec, ["spec"])].flatMap(({ value }) => value.name ?? []);
  if (names.includes(name)) return undefined;
  const similar = didYouMean(name, names);
  return {
    message: `names the container ${quote(name)}, which is not in this manifest`,
    hint:
      similar === undefined
        ? "write the name of a container after the dot"
        : `did you mean ${quote(similar)}?`,
  };
}

function notAReaction(text: string): Pick<Problem, "message" | "hint"> {
  const similar = didYouMean(text.replace(/^signal:SIG/i, "signal:"), onConfigChangeTexts);
  return {
    message: `must be one of ${onConfigChangeTexts.join(", ")}, got ${quote(text)}`,
    hint: similar === undefined ? undefined : `did you mean ${similar}?`,
  };
}
