import type { ObjectOptions } from "@hashike/s3-source";
import { readObjectOptions } from "../args/object-options.ts";
import type { GlobalOptions } from "../args/options.ts";
import { createStyle, type Style } from "../render/layout/style.ts";
import { isTerminal, wantsColour } from "../render/layout/wants-colour.ts";
import type { Host, Interrupts } from "./interrupt.ts";
import { createLog, type Log } from "./log.ts";
import { processMs } from "./process-ms.ts";
import type { Output, Streams } from "./streams.ts";
import { createTimings, type Timings } from "./timings.ts";

export type Env = Readonly<Record<string, string | undefined>>;

/** What the process gives to a command, whatever the command. */
export interface Surroundings {
  readonly env: Env;
  readonly cwd: string;
  /** A function, as to look at it already takes time. */
  readonly stdin: () => Streams["stdin"];
  readonly out: Output;
  readonly err: Output;
  readonly host: Host;
  readonly interrupts: Interrupts;
  /** When our first line ran, in milliseconds since the start of the process. */
  readonly beganMs: number;
}

/** What a command works with. Whatever it prints goes through `out` and `err`. */
export interface Context extends Surroundings {
  readonly options: GlobalOptions;
  readonly signal: AbortSignal;
  /** Of standard output. */
  readonly style: Style;
  /** Of standard error. */
  readonly errStyle: Style;
  /** Whether standard output can be drawn over. */
  readonly terminal: boolean;
  readonly log: Log;
  /** The manifest texts read so far, by name. */
  readonly texts: Map<string, string>;
  /** The same, where mistakes are shown in their lines: on a terminal. */
  readonly shownTexts: ReadonlyMap<string, string> | undefined;
  /**
   * How to reach what is not on this machine. The same object at every call, so that manifests and images share
   * connections.
   * @throws HashikeError `USAGE` for a header file that cannot be read
   */
  readonly objectOptions: () => Promise<ObjectOptions>;
  /** What time is spent on, for `--log-level debug` and `-o json`. */
  readonly timings: Timings;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function createContext(surroundings: Surroundings, options: GlobalOptions): Context {
  const { env, out, err, interrupts } = surroundings;
  const texts = new Map<string, string>();
  const errStyle = createStyle(wantsColour(options.colour, env, err.stream));
  const shownTexts = isTerminal(env, err.stream) ? texts : undefined;
  const timings = createTimings(processMs);
  timings.add("start", surroundings.beganMs);
  let objectOptions: Promise<ObjectOptions> | undefined;
  return {
    ...surroundings,
    options,
    texts,
    timings,
    shownTexts,
    errStyle,
    signal: interrupts.signal,
    style: createStyle(wantsColour(options.colour, env, out.stream)),
    terminal: isTerminal(env, out.stream),
    log: createLog({
      level: options.quiet ? "error" : options.logLevel,
      style: errStyle,
      texts: shownTexts,
      write: err.write,
    }),
    objectOptions: () => {
      objectOptions ??= readObjectOptions(options.sources, surroundings.cwd);
      return objectOptions;
    },
    now: () => Date.now(),
  };
}
