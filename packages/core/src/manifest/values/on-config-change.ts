/** What is done with a container when a file of the host that it mounts read-only is another one than before. */
export type OnConfigChange =
  | { readonly kind: "replace" | "restart" | "ignore" }
  /** Without `SIG`. */
  | { readonly kind: "signal"; readonly signal: string };

/** For all containers of a manifest; with a dot and a container's name after it, for that one. */
export const onConfigChangeKey = "hashike/on-config-change";

const kinds = ["replace", "restart", "ignore"] as const;

/** What programs read their configuration again on. KILL and STOP are not among them: no program hears them. */
const signals = ["HUP", "USR1", "USR2", "INT", "QUIT", "TERM", "WINCH"] as const;

export const onConfigChangeTexts: readonly string[] = [...kinds, ...signals.map((name) => `signal:${name}`)];

/** @returns `undefined` for a text that means nothing */
export function parseOnConfigChange(text: string): OnConfigChange | undefined {
  const kind = kinds.find((known) => known === text);
  if (kind !== undefined) return { kind };
  const signal = signals.find((name) => `signal:${name}` === text);
  return signal === undefined ? undefined : { kind: "signal", signal };
}
