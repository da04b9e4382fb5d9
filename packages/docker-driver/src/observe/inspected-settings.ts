import type { ContainerSpec, ObservedContainer } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import type { LiveSettings } from "./live-differences.ts";

/** What containers have been given, and how their present run came about, by their IDs. */
export type Inspected = ReadonlyMap<string, InspectedOne>;

export interface InspectedOne {
  readonly settings: LiveSettings;
  readonly run: Pick<ObservedContainer, "restarts" | "startedAtSeconds">;
}

/** `GET /containers/{id}/json`, as far as it is read here. */
export interface InspectAnswer {
  readonly Id?: string;
  readonly HostConfig?: LiveSettings;
  readonly RestartCount?: number;
  readonly State?: { readonly StartedAt?: string };
}

/**
 * Asks for the settings of wanted containers by their names, while the list is asked for that tells their IDs: then
 * the engine works at both at once. What does not come is left out, as that of a container which is there under
 * another name, or not yet.
 */
export async function settingsByName(
  wanted: readonly ContainerSpec[],
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<Inspected> {
  const running = wanted.filter(({ role }) => role !== "init");
  const answers = await client.tryMany(
    running.map(({ name }) => `/containers/${encodeURIComponent(name)}/json`),
    { signal },
  );
  // A name may also be taken for the beginning of another one's ID: whose they are is what the answer says.
  return new Map(
    answers.flatMap((answer) => {
      const found = answer === undefined ? undefined : readSettings(answer);
      return found === undefined ? [] : [found];
    }),
  );
}

/**
 * Reads what an engine answers when a container is inspected, as far as it is needed: a third of it. Docker writes the
 * fields in this order; any other answer is read whole.
 */
export function readSettings(text: string): readonly [id: string, found: InspectedOne] | undefined {
  const id = /^\{"Id":"([\da-f]{64})",/.exec(text)?.[1];
  const begin = text.indexOf(settingsKey);
  const end = text.indexOf('},"GraphDriver":', begin);
  // No text of a user can look like this: within one, quotes have a backslash.
  if (id !== undefined && begin > 0 && end > 0) {
    const settings = parse(text.slice(begin + settingsKey.length - 1, end + 1));
    if (settings !== undefined)
      return [id, { settings: settings as LiveSettings, run: runIn(text.slice(0, begin)) }];
  }
  const answer = (parse(text) ?? {}) as InspectAnswer;
  const found = inspectedOne(answer);
  return answer.Id === undefined || found === undefined ? undefined : [answer.Id, found];
}

export function inspectedOne({ HostConfig, RestartCount, State }: InspectAnswer): InspectedOne | undefined {
  if (HostConfig === undefined) return undefined;
  return { settings: HostConfig, run: runOf(RestartCount, State?.StartedAt) };
}

function runIn(text: string): InspectedOne["run"] {
  const restarts = /,"RestartCount":(\d+),/.exec(text)?.[1];
  return runOf(
    restarts === undefined ? undefined : Number(restarts),
    /"StartedAt":"([^"]*)"/.exec(text)?.[1],
  );
}

function runOf(restarts: number | undefined, startedAt: string | undefined): InspectedOne["run"] {
  const startedMs = Date.parse(startedAt ?? "");
  return {
    ...(restarts === undefined ? {} : { restarts }),
    ...(startedMs > 0 ? { startedAtSeconds: Math.trunc(startedMs / 1000) } : {}),
  };
}

const settingsKey = '"HostConfig":{';

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
