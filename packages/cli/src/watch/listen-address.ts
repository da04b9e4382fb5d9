import { usageError } from "../args/usage-error.ts";

export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/**
 * `--listen`: `9120`, `0.0.0.0:9120`, `[::1]:9120`. Without a host only this machine can ask.
 * @throws HashikeError `USAGE`
 */
export function readListenAddress(text: string): ListenAddress {
  const [, bracketed, plain, digits = ""] = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits !== "" && port <= 65_535) return { host: bracketed ?? plain ?? "127.0.0.1", port };
  throw usageError(`--listen: ${text} is no port and no address with one`, "write 9120, or 0.0.0.0:9120");
}
