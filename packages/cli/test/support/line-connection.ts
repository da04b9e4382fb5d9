import type { OwnApp } from "./own-app.ts";
import { until } from "./until.ts";

/**
 * A line of sh that opens a connection once, to send lines on and to hear them: as an application does that connects
 * when it starts, and never again.
 */
export function connectingAtBirth(name: string, host: string, port: number): string {
  const heard = `/${name}.heard`;
  return `mkfifo /${name}; (exec 3<>/${name}; nc ${host} ${port} <&3 >${heard} 2>&1; echo ended >>${heard}) &`;
}

export async function tell(app: OwnApp, container: string, name: string, line: string): Promise<void> {
  // To write and to read: it must not wait for a reader that has gone.
  await app.sh(container, `echo ${line} 1<>/${name}`);
}

/** Waits until a line has come back. @returns what was heard last, which is `ended` when nothing can come any more */
export function heardBy(app: OwnApp, container: string, name: string, line: string): Promise<string> {
  return until(async () => {
    const last = await app.sh(container, `tail -n 1 /${name}.heard`);
    return last === line || last === "ended" ? last : undefined;
  });
}
