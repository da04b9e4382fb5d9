/** A process in a container that one talks to. */
export interface Session {
  /** What it writes, as it comes. Ends when it has ended, or fails when the signal aborts or the connection breaks. */
  readonly output: AsyncIterable<OutputChunk>;
  /** Tells its terminal, where it has one, how large it is. */
  resize(size: TerminalSize): Promise<void>;
  /** What it ended with; to be asked when its output has ended. */
  exitCode(): Promise<number>;
}

export interface OutputChunk {
  /** With a terminal there is one stream only: `stdout`. */
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array;
}

/** In characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface SessionOptions {
  /** What it reads; when that ends, its input ends. Absent: it has no input. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  /** Leaves the process alone: without anybody who talks to it, it runs on. */
  readonly signal?: AbortSignal | undefined;
}

export interface ExecOptions extends SessionOptions {
  readonly command: readonly string[];
  /** Gives it a terminal. Default `false`. */
  readonly tty?: boolean | undefined;
}
