import type { ColourChoice } from "../render/layout/wants-colour.ts";
import type { colourChoices, logLevels } from "./command-table.ts";

/** What commander parsed: checked against the command table, so the types below hold. */
export type RawOptions = Readonly<Record<string, unknown>>;

export type LogLevel = (typeof logLevels)[number];

export interface GlobalOptions {
  readonly namespace: string | undefined;
  readonly driver: string;
  readonly importModules: readonly string[];
  readonly host: string | undefined;
  readonly context: string | undefined;
  readonly quiet: boolean;
  readonly logLevel: LogLevel;
  readonly colour: ColourChoice;
  readonly sources: SourceFlags;
  readonly secretDir: string | undefined;
  readonly identity: string | undefined;
  /** Whether folders within folders are read. */
  readonly recursive: boolean;
  /** Whether objects of unknown kinds are left out. */
  readonly ignoreUnknown: boolean;
  /** Whether what is only told of manifests refuses them. */
  readonly strict: boolean;
}

/** How manifests and images are reached that are not on this machine. */
export interface SourceFlags {
  readonly s3Endpoint: string | undefined;
  readonly s3PathStyle: boolean;
  readonly headerFile: string | undefined;
  readonly trustImages: boolean;
}

export function readGlobalOptions(raw: RawOptions): GlobalOptions {
  return {
    namespace: text(raw, "namespace"),
    driver: text(raw, "driver") ?? "docker",
    importModules: texts(raw, "importModule"),
    host: text(raw, "host"),
    context: text(raw, "context"),
    quiet: flag(raw, "quiet"),
    logLevel: (text(raw, "logLevel") ?? "warn") as LogLevel,
    colour: (text(raw, "color") ?? "auto") satisfies string as (typeof colourChoices)[number],
    sources: {
      s3Endpoint: text(raw, "s3Endpoint"),
      s3PathStyle: flag(raw, "s3PathStyle"),
      headerFile: text(raw, "headerFile"),
      trustImages: flag(raw, "trustImages"),
    },
    secretDir: text(raw, "secretDir"),
    identity: text(raw, "identity"),
    recursive: flag(raw, "recursive"),
    ignoreUnknown: flag(raw, "ignoreUnknown"),
    strict: flag(raw, "strict"),
  };
}

export function flag(raw: RawOptions, name: string): boolean {
  return raw[name] === true;
}

export function text(raw: RawOptions, name: string): string | undefined {
  const value = raw[name];
  return typeof value === "string" ? value : undefined;
}

export function texts(raw: RawOptions, name: string): readonly string[] {
  const value = raw[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function number(raw: RawOptions, name: string): number | undefined {
  const value = raw[name];
  return typeof value === "number" ? value : undefined;
}
