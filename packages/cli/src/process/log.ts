import type { Notice } from "@hashike/core";
import { logLevels } from "../args/command-table.ts";
import type { LogLevel } from "../args/options.ts";
import { diagnosticText } from "../render/diagnostic-text.ts";
import type { Style } from "../render/layout/style.ts";
import { plainText } from "../render/plain-text.ts";

/** What standard error says besides results and errors. */
export interface Log {
  /** What the user should know but what stops nothing. Level `warn`. */
  notice(notice: Notice): void;
  info(text: string): void;
  debug(text: string): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly style: Style;
  readonly texts: ReadonlyMap<string, string> | undefined;
  readonly write: (text: string) => void;
}

export function createLog({ level, style, texts, write }: LogOptions): Log {
  const includes = (wanted: LogLevel) => logLevels.indexOf(wanted) <= logLevels.indexOf(level);
  const line = (wanted: LogLevel, text: string) => {
    if (includes(wanted)) write(`${style.dim(`${wanted}:`)} ${plainText(text)}\n`);
  };
  return {
    notice(notice) {
      if (includes("warn")) write(diagnosticText({ severity: "notice", ...notice }, { style, texts }));
    },
    info: (text) => line("info", text),
    debug: (text) => line("debug", text),
  };
}
