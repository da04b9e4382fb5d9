import type { Contributed, Contribution } from "../desired/contribution.ts";
import { defaultNetwork } from "../desired/default-network.ts";
import {
  type DesiredState,
  type NetworkSpec,
  type NotedObject,
  type Notice,
  ownerKey,
} from "../desired/desired-state.ts";
import { mergeContributions } from "../desired/merge-contributions.ts";
import type { FindOutsideValue } from "../desired/outside-value.ts";
import { SecretValues } from "../desired/secret-values.ts";
import { sourceOf } from "../desired/source-of.ts";
import { type Diagnostic, HashikeError, type SourcePosition } from "../errors.ts";
import { defaultKinds } from "../kinds/default-kinds.ts";
import type { KindDefinition } from "../kinds/kind-definition.ts";
import type { Kinds } from "../kinds/kinds.ts";
import type { AppliedObject, World } from "../kinds/world.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { checkPlatforms } from "./check-platforms.ts";
import { checkManifestsTogether } from "./check-together.ts";
import { earlierObjects } from "./earlier-objects.ts";
import { isHostNetwork, whyNotOnHostNetwork } from "./host-network.ts";
import { type Leniency, reportedValues } from "./reported-values.ts";

export interface BuildOptions {
  /** The kinds that the manifests were read with. Left out: the default kinds. */
  readonly kinds?: Kinds | undefined;
  /** For manifests that name none. Default `default`. */
  readonly namespace?: string | undefined;
  /**
   * Networks that exist and are joined instead of `hashike`, the first of them at create. `host` alone is the host's
   * network, as `hostNetwork: true` is for containers that do not say otherwise.
   */
  readonly networks?: readonly string[] | undefined;
  /** Makes a relative host path absolute. Without it a relative path is an error: core knows no working directory. */
  readonly resolveHostPath?: ((path: string, file: string) => string) | undefined;
  /**
   * Where a manifest came from, for `DesiredState.sources`: a file's absolute path, an address, `undefined` for none.
   * Without it only addresses are kept: core knows no working directory.
   */
  readonly resolveSource?: ((file: string) => string | undefined) | undefined;
  /**
   * Finds values that manifests name only: files, variables of the environment, encrypted texts. Without it none is
   * found: core reads nothing. To learn what manifests ask for, give one that notes its requests.
   */
  readonly outsideValue?: FindOutsideValue | undefined;
  /** What earlier applies were about, as `Driver.objects` tells it. Left out: nothing, and the manifests have to be whole. */
  readonly noted?: readonly NotedObject[] | undefined;
  /**
   * Where the manifests were read, in the words of `resolveSource`: files, addresses, and folders, which end in `/`, or in
   * `/**` where the folders within them were read as well. What an earlier apply read there, and is not among these
   * manifests, has vanished. Left out: nowhere.
   */
  readonly read?: readonly string[] | undefined;
  /**
   * What is no mistake. `missing objects`: objects that are referred to may be on an engine, so they are told as notices.
   * `everything`: it is enough to know who the manifests are about. Left out: nothing.
   */
  readonly lenient?: Leniency | undefined;
}

/**
 * Fills in all defaults, expands variables and resolves references: what is left is what to bring about.
 * @param manifests valid each by itself, as `parseManifests` and `readManifests` give them
 * @throws HashikeError `MANIFEST_INVALID` with located diagnostics, when manifests do not go together, or a host
 *   path is relative and cannot be resolved, or a value from outside is missing or cannot be one
 */
export function buildDesiredState(manifests: readonly Manifest[], options: BuildOptions = {}): DesiredState {
  const diagnostics = checkManifestsTogether(manifests);
  refuseMistakes(diagnostics, "the manifests do not go together");
  const secrets = new SecretValues();
  const outside = reportedValues(options.outsideValue, options.lenient);
  const { kinds = defaultKinds, namespace = "default", noted = [] } = options;
  const isOnHostNetwork = isHostNetwork(options.networks);
  const networks = isOnHostNetwork ? [] : (options.networks ?? []);
  const objects = manifests.map((manifest) => withOwner(manifest, namespace, kinds));
  const earlier = earlierObjects(objects, noted, { kinds, read: options.read });
  const world: World = {
    objects: [...objects, ...earlier.others],
    noted: earlier.find,
    namespace,
    networks: networks.length > 0 ? networks : [defaultNetwork],
    isOnHostNetwork,
    secrets,
    outside,
    resolveHostPath: (path, at) => absolutePath(path, at, options.resolveHostPath),
  };
  const merged = mergeContributions(objects.map((object) => contribute(object, world, kinds)));
  refuseMistakes(outside.mistakes, "a value from outside cannot be used");
  refuseMistakes([...checkPlatforms(merged.containers)], "containers do not go together");
  if (isOnHostNetwork) {
    refuseMistakes(
      merged.containers.flatMap(whyNotOnHostNetwork),
      "a container cannot be on the host's network",
    );
  }
  return {
    ...merged,
    owners: [...objects.map(({ owner }) => owner), ...earlier.vanished],
    ...toNote(objects, world, kinds),
    ...(earlier.vanished.length === 0 ? {} : { vanished: earlier.vanished }),
    ...(earlier.others.length === 0 ? {} : { noted: earlier.others.map(({ owner }) => owner) }),
    networks: allNetworks(merged, world.networks, networks.length > 0),
    secrets: secrets.all,
    sources: sourcesOf(objects, options.resolveSource),
    notices: [
      ...[...diagnostics, ...outside.mistakes].filter((d) => d.severity === "notice").map(toNotice),
      ...merged.notices,
    ],
  };
}

/** Those of everyone, unless all containers join others, and those that objects bring. */
function allNetworks(
  { networks, containers }: Contributed,
  common: readonly string[],
  external: boolean,
): readonly NetworkSpec[] {
  const own = new Set(networks.map(({ name }) => name));
  const joined = new Set(containers.flatMap((container) => container.networks));
  const wanted = [...new Set(common)].filter(
    (name) => !own.has(name) && (own.size === 0 || joined.has(name)),
  );
  return [...wanted.map((name) => ({ name, external })), ...networks];
}

function refuseMistakes(diagnostics: readonly Diagnostic[], what: string): void {
  const [first] = diagnostics.filter((d) => d.severity === "error");
  if (first === undefined) return;
  throw new HashikeError("MANIFEST_INVALID", `${what}: ${first.message}`, { diagnostics, at: first.at });
}

function withOwner(manifest: Manifest, defaultNamespace: string, kinds: Kinds): AppliedObject {
  const { kind, metadata } = manifest.value;
  const { name } = metadata;
  const namespace = definitionOf(manifest, kinds).isClusterWide
    ? "default"
    : (metadata.namespace ?? defaultNamespace);
  return { ...manifest, owner: { kind, namespace, name } };
}

function contribute(object: AppliedObject, world: World, kinds: Kinds): Contribution {
  return definitionOf(object, kinds).contribute(object, world);
}

function toNote(
  objects: readonly AppliedObject[],
  world: World,
  kinds: Kinds,
): Pick<DesiredState, "objects"> {
  const specs = objects.flatMap((object) => {
    const { noted } = definitionOf(object, kinds);
    return noted === undefined ? [] : [{ owner: object.owner, manifest: noted.note(object, world) }];
  });
  return specs.length === 0 ? {} : { objects: specs };
}

function definitionOf({ value: { apiVersion, kind } }: Manifest, kinds: Kinds): KindDefinition {
  const definition = kinds.find(kind, apiVersion);
  if (definition !== undefined) return definition;
  throw new Error(`no kind ${kind} is given; the manifests were read with other kinds`);
}

function sourcesOf(
  objects: readonly AppliedObject[],
  resolve: BuildOptions["resolveSource"],
): Readonly<Record<string, string>> {
  const sources: Record<string, string> = {};
  for (const { owner, source } of objects) {
    const from = sourceOf(source.file, resolve);
    if (from !== undefined) sources[ownerKey(owner)] = from;
  }
  return sources;
}

function absolutePath(path: string, at: SourcePosition, resolve: BuildOptions["resolveHostPath"]): string {
  if (path.startsWith("/")) return path;
  if (resolve !== undefined) return resolve(path, at.file);
  const message = `the relative host path ${path} cannot be resolved`;
  throw new HashikeError("MANIFEST_INVALID", message, {
    at,
    hint: "write an absolute path, or give `resolveHostPath`",
    diagnostics: [{ severity: "error", message, at }],
  });
}

function toNotice(diagnostic: {
  message: string;
  hint?: string;
  path?: string;
  at?: SourcePosition;
}): Notice {
  const { message, hint, path, at } = diagnostic;
  return {
    message: path === undefined ? message : `${path}: ${message}`,
    ...(hint === undefined ? {} : { hint }),
    ...(at === undefined ? {} : { at }),
  };
}
