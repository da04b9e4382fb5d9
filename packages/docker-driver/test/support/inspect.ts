import { engine } from "./engine.ts";

/** `GET /containers/{id}/json`, as far as tests look at it. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  /** The image's ID; its name, as it was asked for, is `Config.Image`. */
  readonly Image: string;
  readonly RestartCount: number;
  readonly Config: Readonly<Record<string, unknown>> & {
    readonly Labels: Readonly<Record<string, string>>;
    readonly Env: readonly string[];
  };
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly Mounts: readonly { readonly Destination: string; readonly Name?: string }[];
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly Running: boolean };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

export function inspect(id: string): Promise<Inspected> {
  return engine.json<Inspected>("GET", `/containers/${id}/json`);
}

/** Waits until a container is in a state, as long as the test may take. */
export async function untilState(id: string, isReached: (found: Inspected) => boolean): Promise<Inspected> {
  for (;;) {
    const found = await inspect(id);
    if (isReached(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
