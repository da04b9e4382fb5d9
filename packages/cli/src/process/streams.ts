/** A writable stream, as far as it is needed: `process.stdout`, or a test's. */
export interface OutputStream {
  write(data: string | Uint8Array): boolean;
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
  once(event: "drain", listener: () => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** What is typed or piped in: `process.stdin`, or a test's. */
export interface InputStream extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean | undefined;
  /** Only of a terminal: passes on each key as it is, also Ctrl-C. */
  setRawMode?(on: boolean): unknown;
}

export interface Streams {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/** A stream that may be written to also when nobody reads it any more. */
export interface Output {
  write(data: string | Uint8Array): void;
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
    write(data) {
      if (data.length > 0 && !reader.signal.aborted) full = !stream.write(data);
    },
    async drained() {
      if (!full || reader.signal.aborted) return;
      draining ??= drain();
      await draining;
    },
  };
}
