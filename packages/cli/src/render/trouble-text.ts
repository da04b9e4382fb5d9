import type { Trouble } from "@hashike/core";
import type { Style } from "./layout/style.ts";
import { targetWords } from "./words/target-words.ts";

/** What is as the manifest says and does not work, a line each. */
export function troubleLines(troubled: readonly Trouble[], style: Style): readonly string[] {
  return troubled.map((trouble) => `${style.warning("not working:")} ${troubleWords(trouble)}`);
}

/** `container web: restarting, exit code 7, 12 restarts` */
export function troubleWords({ target, state, exitCode, restarts }: Trouble): string {
  const words = [
    stateWords[state],
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
    ...(restarts === undefined ? [] : [`${restarts} restart${restarts === 1 ? "" : "s"}`]),
  ];
  return `${targetWords(target)}: ${words.join(", ")}`;
}

const stateWords: Readonly<Record<Trouble["state"], string>> = {
  restarting: "restarting",
  unhealthy: "unhealthy, says its image's health check",
  exited: "ended with an error",
};
