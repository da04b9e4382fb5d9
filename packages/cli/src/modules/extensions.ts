import type { Driver, ImageSources, KindDefinition, Kinds, Source } from "@hashike/core";
import { createKinds, defaultKinds, HashikeError, kindId } from "@hashike/core";
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

/** What `--import-module` brought, and the kinds that are there without it. */
export interface Extensions {
  readonly drivers: ReadonlyMap<string, CreateDriver>;
  readonly sources: readonly Source[];
  readonly kinds: Kinds;
}

/** @throws HashikeError `MODULE_INVALID`, also for a module that exports neither drivers nor sources nor kinds */
export async function loadExtensions(specifiers: readonly string[], cwd: string): Promise<Extensions> {
  const drivers = new Map<string, CreateDriver>();
  const sources: Source[] = [];
  const kinds = new Map(defaultKinds.all.map((kind) => [kindId(kind), { kind, from: "built in" }]));
  for (const specifier of specifiers) {
    const module = await importModule(specifier, cwd);
    if (module.drivers === undefined && module.sources === undefined && module.kinds === undefined) {
      throw invalid(specifier, "exports neither `drivers` nor `sources` nor `kinds`");
    }
    for (const [name, create] of Object.entries(asObject(specifier, module.drivers))) {
      if (!isCreateDriver(create)) throw invalid(specifier, `\`drivers.${name}\` is not a function`);
      drivers.set(name, create);
    }
    sources.push(...asSources(specifier, module.sources));
    for (const kind of asKinds(specifier, module.kinds)) {
      const other = kinds.get(kindId(kind));
      if (other !== undefined) throw invalid(specifier, `kind ${kindId(kind)} is ${other.from} already`);
      kinds.set(kindId(kind), { kind, from: `defined by ${specifier}` });
    }
  }
  return { drivers, sources, kinds: createKinds([...kinds.values()].map(({ kind }) => kind)) };
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

const isText = (value: unknown) => typeof value === "string";
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
const isFunction = (value: unknown) => typeof value === "function";

/** What a definition must have, in words and as a question. */
const kindMembers: readonly (readonly [keyof KindDefinition, string, (value: unknown) => boolean])[] = [
  ["group", "a text", isText],
  ["versions", "a list of versions", (value) => isTexts(value) && (value as readonly string[]).length > 0],
  ["kind", "a name", (value) => isText(value) && value !== ""],
  ["plural", "a text", isText],
  ["shortNames", "a list of texts", isTexts],
  ["schema", "made by `objectSchema`", isObjectSchema],
  ["check", "a function", isFunction],
  ["contribute", "a function", isFunction],
];

/** Every object has a name, by which it owns what is made for it. */
function isObjectSchema(value: unknown): boolean {
  const { properties } = (value ?? {}) as Partial<KindDefinition["schema"]>;
  return ["apiVersion", "kind", "metadata"].every((key) => properties?.[key] !== undefined);
}

function asKinds(specifier: string, value: unknown): readonly KindDefinition[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw invalid(specifier, "`kinds` is not an array");
  for (const [index, kind] of value.entries()) {
    const wrong = kindMembers.find(([member, , fits]) => !fits(kind?.[member]));
    if (wrong !== undefined) {
      throw invalid(specifier, `\`kinds[${index}].${wrong[0]}\` is not ${wrong[1]}`);
    }
  }
  return value;
}

function invalid(specifier: string, reason: string): HashikeError {
  return new HashikeError("MODULE_INVALID", `${specifier}: ${reason}`, {
    hint: "see `Source`, `Driver` and `KindDefinition` in @hashike/core for what a module may export",
  });
}
