/** A writable stream, as far as it is needed: `process.stdout`, or a test's. */
export interface OutputStream {
  write(text: string): boolean;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
  once(event: "drain", listener: () => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

export interface Streams {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/** A stream that may be written to also when nobody reads it any more. */
export interface Output {
  write(text: string): void;
  /** Resolves when it may be written on: for what could be more than fits into memory. */
  drained(): Promise<void>;
  /** Aborts when the reader is gone (`| head`). What is written afterwards is dropped. */
  readonly closed: AbortSignal;
  readonly stream: OutputStream;
}

/** How much a terminal shows: 80 columns and 24 rows where nobody says, or where a pseudo-terminal says 0. */
export function sizeOf({ columns, rows }: Pick<OutputStream, "columns" | "rows">): {
  readonly columns: number;
  readonly rows: number;
} {
  return { columns: columns || 80, rows: rows || 24 };
}

export function createOutput(stream: OutputStream): Output {
  const reader = new AbortController();
  let full = false;
  /** One for all who wait: there may be many. */
  let draining: Promise<void> | undefined;
  const drain = () =>
    new Promise<void>((resolve) => {
      const end = () => {
        reader.signal.removeEventListener("abort", end);
        full = false;
        draining = undefined;
        resolve();
      };
      stream.once("drain", end);
      reader.signal.addEventListener("abort", end);
    });
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    reader.abort();
  });
  return {
    stream,
    closed: reader.signal,
    write(text) {
      if (text !== "" && !reader.signal.aborted) full = !stream.write(text);
    },
    async drained() {
      if (!full || reader.signal.aborted) return;
      draining ??= drain();
      await draining;
    },
  };
}
