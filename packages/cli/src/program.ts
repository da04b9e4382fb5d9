import type { CommandName } from "./args/command-table.ts";
import { readGlobalOptions } from "./args/options.ts";
import { parseArgs } from "./args/parse-args.ts";
import { isParseError, parseErrorText } from "./args/parse-error.ts";
import type { ParsedArgs } from "./args/parsed-args.ts";
import type { Handler } from "./commands/handlers.ts";
import { languageOf, loadMessages } from "./i18n/load-messages.ts";
import { createContext, type Surroundings } from "./process/context.ts";
import { diffExitCode, exitCode } from "./process/exit-codes.ts";
import { listenForInterrupts } from "./process/interrupt.ts";
import { present } from "./process/present.ts";
import { processMs } from "./process/process-ms.ts";
import { sizeOf } from "./process/streams.ts";
import { timingsText } from "./process/timings.ts";
import { version } from "./process/version.ts";
import { helpText } from "./render/help-text.ts";
import { createStyle } from "./render/layout/style.ts";
import { wantsColour } from "./render/layout/wants-colour.ts";

/** Reads the command line, runs the command and prints what it has to say. */
export async function runProgram(
  argv: readonly string[],
  surroundings: Omit<Surroundings, "interrupts">,
): Promise<number> {
  const { env, out, err } = surroundings;
  let parsed: ParsedArgs;
  try {
    parsed = parseArgs(argv);
  } catch (error) {
    if (!isParseError(error)) throw error;
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
      out.write(helpText(parsed.command, { messages, style, columns: sizeOf(out.stream).columns }));
      return exitCode.done;
    }
    case "command":
      return runCommand(parsed, surroundings);
  }
}

async function runCommand(
  { command, args, options }: Extract<ParsedArgs, { kind: "command" }>,
  surroundings: Omit<Surroundings, "interrupts">,
): Promise<number> {
  const interrupts = listenForInterrupts(surroundings.host);
  const context = createContext({ ...surroundings, interrupts }, readGlobalOptions(options));
  try {
    const handler = await loadHandler(command);
    context.timings.add("load", processMs() - surroundings.beganMs);
    const code = present(await handler(args, options, context), context);
    context.log.debug(`timings: ${timingsText(context.timings.data())}`);
    return interrupts.exitCode() ?? code;
  } catch (error) {
    const { reportError } = await import("./commands/handlers.ts");
    const code = reportError(error, context, { json: options.output === "json", args, options });
    return command === "diff" && code === exitCode.failed ? diffExitCode.failed : code;
  } finally {
    interrupts.close();
  }
}

/** Loaded only when it is its turn: neither help nor completion pays for what commands need. */
async function loadHandler(command: CommandName): Promise<Handler> {
  switch (command) {
    case "completion":
      return (await import("./commands/completion.ts")).completion;
    case "apply":
    case "plan":
    case "diff":
    case "validate":
      return (await import("./commands/handlers.ts")).handlers[command];
    default:
      return (await import("./commands/further-handlers.ts")).furtherHandlers[command];
  }
}
