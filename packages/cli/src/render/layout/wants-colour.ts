export type ColourChoice = "auto" | "always" | "never";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * What the flag says goes; then `NO_COLOR` and `FORCE_COLOR` (see no-color.org, force-color.org); then whether the
 * stream is a terminal that can.
 */
export function wantsColour(
  choice: ColourChoice,
  env: Env,
  stream: { readonly isTTY?: boolean | undefined },
): boolean {
  if (choice !== "auto") return choice === "always";
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return env.FORCE_COLOR !== "0";
  return isTerminal(env, stream);
}

/** Whether lines can be drawn over. */
export function isTerminal(env: Env, stream: { readonly isTTY?: boolean | undefined }): boolean {
  return stream.isTTY === true && env.TERM !== "dumb";
}
