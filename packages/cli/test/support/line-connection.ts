import type { OwnApp } from "./own-app.ts";
import { until } from "./until.ts";

/**
 * A line of sh that opens a connection once, says `hello` on it, and passes on what it is told: as an application does that
 * connects when it starts, and never again.
 */
export function connectingOnce(name: string, host: string, port: number): string {
  const heard = `/${name}.heard`;
  const talking = `exec 3<>/${name}; echo hello >&3; nc ${host} ${port} <&3 >${heard} 2>&1; echo ended >>${heard}`;
  return `mkfifo /${name}; (${talking}) &`;
}

/**
 * A line of sh that waits until somebody can be reached: for a moment after its start, a container that waits for host
 * ports has no way outside, and who tries just then may be told at once that the network is unreachable.
 */
export function untilReached(host: string, port: number): string {
  return `until echo | nc ${host} ${port} >/dev/null 2>&1; do usleep 50000; done;`;
}

/** A line of sh that waits for the answer to `hello`. */
export function awaitingAnswer(name: string): string {
  return `until grep -q hello /${name}.heard; do usleep 50000; done;`;
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
