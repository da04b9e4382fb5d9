import type { Driver, ImageSources, Source } from "@hashike/core";
import { HashikeError } from "@hashike/core";
import { importModule } from "./import-module.ts";

/** What a driver is made from. Drivers of modules get the same. */
export interface DriverOptions {
  readonly host?: string | undefined;
  readonly context?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What brings images that come from no registry; loaded when an image needs one. */
  readonly imageSources: () => Promise<ImageSources>;
}

export type CreateDriver = (options: DriverOptions) => Driver | Promise<Driver>;

/** What `--import-module` brought. */
export interface Extensions {
  readonly drivers: ReadonlyMap<string, CreateDriver>;
  readonly sources: readonly Source[];
}

/** @throws HashikeError `MODULE_INVALID`, also for a module that exports neither drivers nor sources */
export async function loadExtensions(specifiers: readonly string[], cwd: string): Promise<Extensions> {
  const drivers = new Map<string, CreateDriver>();
  const sources: Source[] = [];
  for (const specifier of specifiers) {
    const module = await importModule(specifier, cwd);
    if (module.drivers === undefined && module.sources === undefined) {
      throw invalid(specifier, "exports neither `drivers` nor `sources`");
    }
    for (const [name, create] of Object.entries(asObject(specifier, module.drivers))) {
      if (!isCreateDriver(create)) throw invalid(specifier, `\`drivers.${name}\` is not a function`);
      drivers.set(name, create);
    }
    sources.push(...asSources(specifier, module.sources));
  }
  return { drivers, sources };
}

export function isCreateDriver(value: unknown): value is CreateDriver {
  return typeof value === "function";
}

function asObject(specifier: string, value: unknown): object {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null) throw invalid(specifier, "`drivers` is not an object");
  return value;
}

function asSources(specifier: string, value: unknown): readonly Source[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid(specifier, "`sources` is not an array");
  const wrong = value.findIndex(
    (s: Partial<Source>) => typeof s?.read !== "function" || !Array.isArray(s.schemes),
  );
  if (wrong >= 0) throw invalid(specifier, `\`sources[${wrong}]\` has no \`schemes\` or no \`read\``);
  return value;
}

function invalid(specifier: string, reason: string): HashikeError {
  return new HashikeError("MODULE_INVALID", `${specifier}: ${reason}`, {
    hint: "see `Source` and `Driver` in @hashike/core for what a module may export",
  });
}
