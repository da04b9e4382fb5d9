import { type ExitCode, exitCode } from "./exit-codes.ts";

type HostEvent = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGWINCH" | "exit";

/** The process, as far as it is needed. */
export interface Host {
  on(event: HostEvent, listener: () => void): unknown;
  off(event: HostEvent, listener: () => void): unknown;
  exit(code: number): void;
}

export interface Interrupts {
  /** Aborts on the first signal: stop cleanly. The second ends the process at once. */
  readonly signal: AbortSignal;
  /** What to exit with once a signal has come. */
  exitCode(): ExitCode | undefined;
  close(): void;
}

export function listenForInterrupts(host: Host): Interrupts {
  const controller = new AbortController();
  let code: ExitCode | undefined;
  const onSignal = (itsCode: ExitCode) => () => {
    if (code !== undefined) host.exit(itsCode);
    code = itsCode;
    controller.abort();
  };
  const onInterrupt = onSignal(exitCode.interrupted);
  const onTerminate = onSignal(exitCode.terminated);
  host.on("SIGINT", onInterrupt);
  host.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    exitCode: () => code,
    close() {
      host.off("SIGINT", onInterrupt);
      host.off("SIGTERM", onTerminate);
    },
  };
}
