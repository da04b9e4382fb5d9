import type { CommandName } from "./command-table.ts";
import { type Context, createContext, type Surroundings } from "./context.ts";
import { type ExitCode, exitCode } from "./exit-codes.ts";
import { languageOf, loadMessages } from "./i18n/load-messages.ts";
import { listenForInterrupts } from "./interrupt.ts";
import { type RawOptions, readGlobalOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { type ParsedArgs, parseArgs } from "./parse-args.ts";
import { ParseError, parseErrorText } from "./parse-error.ts";
import { present } from "./present.ts";
import { helpText } from "./render/help-text.ts";
import { createStyle } from "./render/style.ts";
import { wantsColour } from "./render/wants-colour.ts";
import { version } from "./version.ts";

type Handler = (args: readonly string[], options: RawOptions, context: Context) => Promise<Outcome>;

/** Loaded only when it is its turn: none pays for what another needs. */
const handlers: Readonly<Record<CommandName, () => Promise<Handler>>> = {
  apply: async () => (await import("./commands/apply.ts")).apply,
  plan: async () => (await import("./commands/plan.ts")).plan,
  validate: async () => (await import("./commands/validate.ts")).validate,
  get: async () => (await import("./commands/get.ts")).get,
  logs: async () => (await import("./commands/logs.ts")).logs,
  delete: async () => (await import("./commands/delete.ts")).deleteOwned,
  "image push": async () => (await import("./commands/image-push.ts")).imagePush,
  "image pull": async () => (await import("./commands/image-pull.ts")).imagePull,
  "image ls": async () => (await import("./commands/image-ls.ts")).imageLs,
  "image rm": async () => (await import("./commands/image-rm.ts")).imageRm,
  "image gc": async () => (await import("./commands/image-gc.ts")).imageGc,
  schema: async () => (await import("./commands/schema.ts")).schema,
  completion: async () => (await import("./commands/completion.ts")).completion,
};

/** Reads the command line, runs the command and prints what it has to say. */
export async function runProgram(
  argv: readonly string[],
  surroundings: Omit<Surroundings, "interrupts">,
): Promise<ExitCode> {
  const { env, out, err } = surroundings;
  let parsed: ParsedArgs;
  try {
    parsed = parseArgs(argv);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    err.write(parseErrorText(error, createStyle(wantsColour("auto", env, err.stream))));
    return exitCode.usage;
  }
  switch (parsed.kind) {
    case "version":
      out.write(`${version}\n`);
      return exitCode.done;
    case "help": {
      const messages = await loadMessages(languageOf(env));
      const style = createStyle(wantsColour("auto", env, out.stream));
      out.write(helpText(parsed.command, { messages, style, columns: out.stream.columns ?? 80 }));
      return exitCode.done;
    }
    case "command":
      return runCommand(parsed, surroundings);
  }
}

async function runCommand(
  { command, args, options }: Extract<ParsedArgs, { kind: "command" }>,
  surroundings: Omit<Surroundings, "interrupts">,
): Promise<ExitCode> {
  const interrupts = listenForInterrupts(surroundings.host);
  const context = createContext({ ...surroundings, interrupts }, readGlobalOptions(options));
  try {
    const handler = await handlers[command]();
    const code = present(await handler(args, options, context), context);
    return interrupts.exitCode() ?? code;
  } catch (error) {
    const { reportError } = await import("./report-error.ts");
    return reportError(error, context, { json: options.output === "json" });
  } finally {
    interrupts.close();
  }
}
