import { join } from "node:path";
import { flag, type RawOptions, text } from "../args/options.ts";
import { usageError } from "../args/usage-error.ts";
import type { Context, Env } from "../process/context.ts";
import type { Scope } from "./units.ts";

/** Whose units, and where they are. */
export interface UnitPlace {
  readonly scope: Scope;
  readonly folder: string;
  /** What is read before a start, when it is there. */
  readonly envFile: (name: string) => string;
  /** `systemctl`, with what it needs. */
  readonly systemctl: readonly string[];
}

/** Which units a command is about. @throws HashikeError `USAGE` */
export function unitsOf(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): { readonly place: UnitPlace; readonly name: string } {
  return { place: unitPlace(raw, context), name: unitName(raw, addresses) };
}

/** @throws HashikeError `USAGE` */
function unitPlace(raw: RawOptions, { env }: Context): UnitPlace {
  if (flag(raw, "user") && flag(raw, "system")) throw usageError("--user and --system are one or the other");
  const isUser = flag(raw, "user") || (!flag(raw, "system") && process.getuid?.() !== 0);
  if (!isUser) {
    return {
      scope: "system",
      folder: "/etc/systemd/system",
      envFile: (name) => `/etc/hashike/${name}.env`,
      systemctl: ["systemctl"],
    };
  }
  const config = configFolder(env);
  return {
    scope: "user",
    folder: join(config, "systemd/user"),
    envFile: (name) => join(config, "hashike", `${name}.env`),
    systemctl: ["systemctl", "--user"],
  };
}

function configFolder({ XDG_CONFIG_HOME, HOME }: Env): string {
  if (XDG_CONFIG_HOME?.startsWith("/")) return XDG_CONFIG_HOME;
  if (HOME?.startsWith("/")) return join(HOME, ".config");
  throw usageError("neither XDG_CONFIG_HOME nor HOME says where this user's units are", "set HOME");
}

/**
 * The name of the units: as given, or from the first address: `s3://bucket/my-manifest.yml` -> `hashike-my-manifest`.
 * @throws HashikeError `USAGE`
 */
export function unitName(raw: RawOptions, addresses: readonly string[]): string {
  const given = text(raw, "name");
  if (given !== undefined) {
    if (/^[\w:.-]{1,200}$/.test(given) && !/\.(service|timer)$/.test(given)) return given;
    throw usageError(
      `--name: ${given} is no name of units`,
      "use letters, digits and `-_.:`, without .service",
    );
  }
  const [first] = addresses;
  if (first === undefined) throw usageError("which units? neither a manifest nor --name is given");
  const last =
    first
      .replace(/[?#].*/s, "")
      .split(/[/\\]/)
      .filter((part) => part !== "")
      .at(-1) ?? "";
  const stem = last
    .replace(/(\.ya?ml|\.json)?(\.gz)?$/i, "")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+|(?<![-.])[-.]+$/g, "");
  return `hashike-${stem === "" ? "manifests" : stem.slice(0, 100)}`;
}
