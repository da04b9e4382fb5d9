/** `HostConfig` of an inspected container: the engine has put in its defaults where the container says nothing. */
export interface LogSettings {
  readonly LogConfig?: {
    readonly Type?: string;
    readonly Config?: Readonly<Record<string, string>> | null;
  };
}

/** json-file is the one driver that keeps all that it is given, unless it is told how much. */
export function hasGrowingLog({ LogConfig }: LogSettings): boolean {
  if (LogConfig?.Type !== "json-file") return false;
  const most = LogConfig.Config?.["max-size"] ?? "";
  return most === "" || most === "-1";
}
