import { Argument, Command, type CommanderError } from "commander";
import {
  type CommandName,
  type CommandSpec,
  commandTable,
  globalOptions,
  groupNames,
  type HelpTopic,
} from "./command-table.ts";
import { commanderOption } from "./commander-option.ts";
import { isKubectlVerb, type KubectlVerb, kubectlVerbs } from "./kubectl-verbs.ts";
import { type RawOptions, texts } from "./options.ts";
import { ParseError } from "./parse-error.ts";
import type { ParsedArgs } from "./parsed-args.ts";

/**
 * Reads a command line by the command table. Global options may stand before and after the command.
 * @throws ParseError with a suggestion where one is near
 */
export function parseArgs(argv: readonly string[]): ParsedArgs {
  // Commander gives what stands behind `--` to a command that takes it for options again.
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const operands = argv.slice(end + 1);
  let parsed: ParsedArgs | undefined;
  const program = silent(new Command("hashike"), undefined);
  for (const name of globalOptions) if (name !== "help") program.addOption(commanderOption(name));
  program.version("", "-V, --version");
  const groups = new Map(groupNames.map((name) => [name, silent(new Command(name), name)]));
  for (const group of groups.values()) program.addCommand(group);
  for (const spec of commandTable) {
    const command = newCommand(spec, operands.length > 0);
    command.action(() => {
      const options = byName(command.optsWithGlobals());
      // `-f FILE` is FILE.
      const args = [...command.args, ...operands, ...texts(options, "filename")];
      checkCount(spec, args);
      parsed = { kind: "command", command: spec.name, args, options };
    });
    const group = groupNames.find((name) => spec.name.startsWith(`${name} `));
    ((group === undefined ? undefined : groups.get(group)) ?? program).addCommand(command);
  }
  try {
    program.parse(argv.slice(0, end), { from: "user" });
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    return afterExit(error, argv);
  }
  if (parsed === undefined) throw noCommand(argv);
  return parsed;
}

/** Whether the first argument may also be given with `-f`. */
function takesFiles({ options }: CommandSpec): boolean {
  return options.includes("filename");
}

/** What commander does not know of: arguments given by `-f`, or behind `--`. */
function checkCount(spec: CommandSpec, args: readonly string[]): void {
  const missing = spec.arguments.filter(({ required }) => required)[args.length];
  if (missing === undefined) return;
  throw new ParseError(`missing required argument '${missing.name}'`, `see \`hashike ${spec.name} --help\``);
}

/** Commander takes `--no-wait` for a `wait` that is true unless it is given; and `--no-headers` likewise. */
function byName({ wait, headers, ...options }: RawOptions): RawOptions {
  return {
    ...options,
    ...(wait === false ? { noWait: true } : {}),
    ...(headers === false ? { noHeaders: true } : {}),
  };
}

/** Commander ends the process by itself; this is thrown instead. */
class Exit extends Error {
  override readonly cause: CommanderError;
  readonly command: HelpTopic | undefined;

  constructor(cause: CommanderError, command: HelpTopic | undefined) {
    super(cause.message);
    this.cause = cause;
    this.command = command;
  }
}

function newCommand(spec: CommandSpec & { readonly name: CommandName }, hasOperands: boolean): Command {
  const command = silent(new Command(spec.name.split(" ").at(-1)), spec.name);
  for (const { name, required, variadic, complete } of spec.arguments) {
    const inner = `${name}${variadic ? "..." : ""}`;
    const argument = new Argument(
      required && !takesFiles(spec) && !hasOperands ? `<${inner}>` : `[${inner}]`,
    );
    if (required && !variadic && complete.kind === "words") argument.choices(complete.words);
    command.addArgument(argument);
  }
  for (const name of spec.options) command.addOption(commanderOption(name));
  return command;
}

function silent(command: Command, name: HelpTopic | undefined): Command {
  return command
    .helpOption("-h, --help")
    .configureOutput({ writeOut() {}, writeErr() {} })
    .exitOverride((error) => {
      throw new Exit(error, name);
    });
}

function afterExit({ cause, command }: Exit, argv: readonly string[]): ParsedArgs {
  if (cause.code === "commander.version") return { kind: "version" };
  if (cause.code === "commander.helpDisplayed") return { kind: "help", command };
  if (cause.code === "commander.help") {
    if (cause.exitCode === 0) return { kind: "help", command };
    throw noCommand(argv, command);
  }
  throw toParseError(cause, command);
}

function noCommand(argv: readonly string[], group?: HelpTopic): ParseError {
  if (group !== undefined) {
    return new ParseError(`${group} needs a command`, `\`hashike ${group} --help\` lists them`);
  }
  const unknown = argv[0] === "help" ? argv[1] : undefined;
  if (unknown !== undefined && isKubectlVerb(unknown)) return ofKubectl(unknown);
  const message = unknown === undefined ? "no command given" : `unknown command '${unknown}'`;
  return new ParseError(message, "`hashike --help` lists the commands");
}

function ofKubectl(verb: KubectlVerb): ParseError {
  return new ParseError(`${verb} is a command of kubectl only`, `instead: ${kubectlVerbs[verb]}`);
}

/** `error: unknown option '--alow'\n(Did you mean --allow?)`, taken apart. */
function toParseError({ code, message }: CommanderError, command: HelpTopic | undefined): ParseError {
  const told = message.startsWith("error: ") ? message.slice("error: ".length) : message;
  const open = told.endsWith(")") ? told.indexOf("\n(") : -1;
  const text = open < 0 ? told : told.slice(0, open);
  const word = code === "commander.unknownCommand" ? /'(.*)'/.exec(text)?.[1] : undefined;
  if (command === undefined && word !== undefined && isKubectlVerb(word)) return ofKubectl(word);
  const suggestion = open < 0 ? undefined : told.slice(open + 2, -1);
  const help = command === undefined ? "`hashike --help`" : `\`hashike ${command} --help\``;
  if (code === "commander.unknownOption" && /'(?:-k|--kustomize\b)/.test(text)) {
    return new ParseError(
      text,
      `pipe what it makes: kubectl kustomize DIR | hashike ${command ?? "apply"} -`,
    );
  }
  if (suggestion !== undefined)
    return new ParseError(text, `${suggestion[0]?.toLowerCase()}${suggestion.slice(1)}`);
  if (code === "commander.unknownOption" && text.includes("'-f'") && command !== undefined) {
    return new ParseError(text, `files need no option: hashike ${command} my-manifest.yml`);
  }
  return new ParseError(text, `see ${help}`);
}
