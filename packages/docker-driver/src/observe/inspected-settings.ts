import type { ContainerSpec } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import type { LiveSettings } from "./live-differences.ts";

/** What containers have been given, by their IDs. */
export type Settings = ReadonlyMap<string, LiveSettings>;

/**
 * Asks for the settings of wanted containers by their names, while the list is asked for that tells their IDs: then
 * the engine works at both at once. What does not come is left out, as that of a container which is there under
 * another name, or not yet.
 */
export async function settingsByName(
  wanted: readonly ContainerSpec[],
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<Settings> {
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
export function readSettings(text: string): readonly [id: string, settings: LiveSettings] | undefined {
  const id = /^\{"Id":"([\da-f]{64})",/.exec(text)?.[1];
  const begin = text.indexOf(settingsKey);
  const end = text.indexOf('},"GraphDriver":', begin);
  // No text of a user can look like this: within one, quotes have a backslash.
  if (id !== undefined && begin > 0 && end > 0) {
    const settings = parse(text.slice(begin + settingsKey.length - 1, end + 1));
    if (settings !== undefined) return [id, settings as LiveSettings];
  }
  const { Id, HostConfig } = (parse(text) ?? {}) as {
    readonly Id?: string;
    readonly HostConfig?: LiveSettings;
  };
  return Id === undefined || HostConfig === undefined ? undefined : [Id, HostConfig];
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
