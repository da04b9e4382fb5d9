import { defaultNetwork } from "../../../desired/default-network.ts";
import type {
  AttachmentSpec,
  ContainerSpec,
  NetworkSettingsSpec,
  NetworkSpec,
} from "../../../desired/desired-state.ts";
import { type Diagnostic, HashikeError } from "../../../errors.ts";
import { didYouMean } from "../../../manifest/did-you-mean.ts";
import { formatPath } from "../../../manifest/path.ts";
import { quote } from "../../../manifest/safe-text.ts";
import type { AppliedObject, World } from "../../world.ts";
import type { HashikeContainer, HashikeManifest } from "../schema.ts";
import type { JoinManifest, NetworkManifest } from "./networks.ts";

type Joined = Pick<ContainerSpec, "networks" | "attachments">;

/** The networks that a container joins: those it says, else all that are declared, else those of everyone. */
export function buildJoined(
  { networks }: HashikeContainer,
  declared: readonly NetworkManifest[],
  world: World,
): Joined {
  if (networks === undefined)
    return { networks: declared.length > 0 ? declared.map(({ name }) => name) : world.networks };
  const entries = networks.flatMap((join) => {
    const attachment = buildAttachment(join);
    return Object.keys(attachment).length === 0 ? [] : [[join.name, attachment] as const];
  });
  return {
    networks: networks.map(({ name }) => name),
    ...(entries.length === 0 ? {} : { attachments: Object.fromEntries(entries) }),
  };
}

function buildAttachment({ aliases = [], ipv4Address, ipv6Address }: JoinManifest): AttachmentSpec {
  return {
    // Their order means nothing.
    ...(aliases.length === 0 ? {} : { aliases: [...new Set(aliases)].sort() }),
    ...(ipv4Address === undefined ? {} : { ipv4Address }),
    ...(ipv6Address === undefined ? {} : { ipv6Address }),
  };
}

/** Of the networks that containers join, those that an object brings. */
export function buildNetworks(
  { value, source }: AppliedObject<HashikeManifest>,
  used: ReadonlySet<string>,
  world: World,
): readonly NetworkSpec[] {
  const declared = value.spec.networks ?? [];
  const specs = declared.flatMap((network, index): NetworkSpec[] => {
    const { name, external = false } = network;
    if (!used.has(name)) return [];
    const origin = source.locate(["spec", "networks", index, "name"]);
    return [{ name, external, ...(external ? {} : { settings: buildNetworkSettings(network) }), origin }];
  });
  const isMissing = [...used].includes(defaultNetwork) && !world.networks.includes(defaultNetwork);
  if (!isMissing || declared.some(({ name }) => name === defaultNetwork)) return specs;
  return [...specs, { name: defaultNetwork, external: false }];
}

function buildNetworkSettings({
  driver = "bridge",
  options = {},
  subnets = [],
  internal = false,
  enableIPv6,
}: NetworkManifest): NetworkSettingsSpec {
  return {
    driver: { name: driver, options },
    subnets,
    internal,
    ...(enableIPv6 === undefined ? {} : { enableIPv6 }),
  };
}

/**
 * Only when all is known that is given from outside of the manifest.
 * @throws HashikeError `MANIFEST_INVALID` with the place of each network that nobody gives
 */
export function refuseUnknownNetworks({ value, source }: AppliedObject<HashikeManifest>, world: World): void {
  const known = new Set([
    ...(value.spec.networks ?? []).map(({ name }) => name),
    ...world.networks,
    defaultNetwork,
  ]);
  const diagnostics = (["initContainers", "containers"] as const).flatMap((list) =>
    (value.spec[list] ?? []).flatMap(({ networks = [] }, index) =>
      networks.flatMap(({ name }, number): Diagnostic[] => {
        if (known.has(name)) return [];
        const path = ["spec", list, index, "networks", number, "name"];
        const similar = didYouMean(name, known);
        return [
          {
            severity: "error",
            path: formatPath(path),
            message: `there is no network ${quote(name)} in spec.networks`,
            hint:
              similar === undefined
                ? `declare it there: {name: ${name}}, with external: true when it exists`
                : `did you mean ${quote(similar)}?`,
            at: source.locate(path),
          },
        ];
      }),
    ),
  );
  const [first] = diagnostics;
  if (first === undefined) return;
  throw new HashikeError("MANIFEST_INVALID", first.message, { diagnostics, at: first.at });
}
