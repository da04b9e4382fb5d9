import type { RawOptions } from "../args/options.ts";
import { languageOf, loadMessages } from "../i18n/load-messages.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";

/** `hashike completion SHELL`: a script made from the command table. */
export async function completion(
  [shell]: readonly string[],
  _raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const script = await scriptFor(shell, context);
  return { exitCode: exitCode.done, text: () => script };
}

async function scriptFor(shell: string | undefined, { env }: Context): Promise<string> {
  if (shell === "bash") return (await import("../completion/bash.ts")).bashCompletion();
  const messages = await loadMessages(languageOf(env));
  if (shell === "zsh") return (await import("../completion/zsh.ts")).zshCompletion(messages);
  return (await import("../completion/fish.ts")).fishCompletion(messages);
}
