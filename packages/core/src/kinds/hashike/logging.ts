import type { LoggingSpec } from "../../desired/desired-state.ts";
import { type Secrets, secretPlaceholder } from "../../desired/secret-values.ts";
import { isSensitive } from "../../desired/sensitive.ts";
import { mapping, optional, type Static, text, textMap } from "../../manifest/schema.ts";

/** @param whose whose logs these are */
export function loggingSchema(whose: string) {
  return mapping(
    "Logging",
    `Where the engine writes what ${whose}. Kind Hashike's own, with the words of Compose.`,
    {
      driver: optional(
        text("Name of the driver: json-file, local, journald, … Left out: the engine's default.", {
          minLength: 1,
        }),
      ),
      options: optional(
        textMap(
          'Options of the driver, as texts: `{max-size: 10m, max-file: "3"}`. What looks like a credential is kept out of output and labels.',
        ),
      ),
    },
  );
}

export type LoggingManifest = Static<ReturnType<typeof loggingSchema>>;

/** @returns `undefined` when nothing is said */
export function buildLogging(
  { driver, options = {} }: LoggingManifest,
  secrets: Secrets,
): LoggingSpec | undefined {
  const entries = Object.entries(options);
  if (driver === undefined && entries.length === 0) return undefined;
  const value = (name: string, given: string) =>
    isSensitive(name.replaceAll("-", "_"), given) ? secretPlaceholder(secrets.add(name, given)) : given;
  return {
    ...(driver === undefined ? {} : { driver }),
    options: Object.fromEntries(entries.map(([name, given]) => [name, value(name, given)])),
  };
}
