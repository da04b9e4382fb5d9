import { canonicalJson } from "../../desired/canonical-json.ts";
import type { AttachmentSpec, ContainerSpec } from "../../desired/desired-state.ts";
import { canonicalIp } from "../../manifest/values/ip-address.ts";
import type { ObservedAttachment, ObservedContainer } from "../../observed/observed-state.ts";
import type { FieldChange, Json } from "../steps/cause.ts";
import { type ContainerRecord, decodeRecord } from "./record.ts";

const parts = ["aliases", "ipv4Address", "ipv6Address"] as const;

/** What a record says of how a container is on a network; nothing for a text that is none. */
export function recordedAttachment(record: ContainerRecord | undefined, network: string): AttachmentSpec {
  const attachments = record?.attachments;
  if (typeof attachments !== "object" || attachments === null || !Object.hasOwn(attachments, network))
    return {};
  return (attachments as Readonly<Record<string, AttachmentSpec>>)[network] ?? {};
}

/** As {@link recordedAttachment}, of what a container was last given. */
export function appliedAttachment({ record }: ObservedContainer, network: string): AttachmentSpec {
  return recordedAttachment(record === undefined ? undefined : decodeRecord(record), network);
}

/**
 * What of a container is otherwise than wanted on the networks that it is on: to put it right, it leaves the network and
 * joins it again. Names that others gave it are none of our business.
 */
export function attachmentChanges(
  spec: ContainerSpec,
  current: ObservedContainer,
  before: ContainerRecord | undefined,
): readonly (FieldChange & { readonly isWanted: boolean })[] {
  return current.networks.flatMap((live) => {
    if (!spec.networks.includes(live.network)) return [];
    const wanted = spec.attachments?.[live.network] ?? {};
    const applied = recordedAttachment(before, live.network);
    return parts.flatMap((part) => {
      const isWanted = canonicalJson(applied[part]) !== canonicalJson(wanted[part]);
      if (!isWanted && !isOtherwise(part, live, wanted)) return [];
      const from = isWanted ? applied[part] : live[part];
      const [was, to] = [from, wanted[part]] as readonly (Json | undefined)[];
      return [
        {
          path: `networks.${live.network}.${part}`,
          ...(was === undefined ? {} : { from: was }),
          ...(to === undefined ? {} : { to }),
          isWanted,
        },
      ];
    });
  });
}

/** Whether a container leaves a network to join it otherwise; an apply that was cut off may have left it in between. */
export function isRejoined(spec: ContainerSpec, before: ContainerRecord, network: string): boolean {
  const wanted = spec.attachments?.[network] ?? {};
  return canonicalJson(recordedAttachment(before, network)) !== canonicalJson(wanted);
}

/** The network that such a change is about; `undefined` for any other change. */
export function rejoinedNetwork({ path, to }: FieldChange): string | undefined {
  if (to === "connected" || to === "disconnected") return undefined;
  return /^networks\.(.+)\.(?:aliases|ipv4Address|ipv6Address)$/.exec(path)?.[1];
}

function isOtherwise(
  part: (typeof parts)[number],
  live: ObservedAttachment,
  wanted: AttachmentSpec,
): boolean {
  const { aliases } = live;
  // Nobody looked.
  if (aliases === undefined) return false;
  if (part === "aliases") return (wanted.aliases ?? []).some((alias) => !aliases.includes(alias));
  const address = wanted[part];
  return address !== undefined && canonicalIp(live[part] ?? "") !== canonicalIp(address);
}

/** The fixed addresses of a container, by network. */
export function fixedAddresses(
  { attachments = {} }: Pick<ContainerSpec, "attachments">,
  networks: readonly string[],
): readonly { readonly network: string; readonly address: string }[] {
  return networks.flatMap((network) => {
    const { ipv4Address, ipv6Address } = attachments[network] ?? {};
    return [ipv4Address, ipv6Address].flatMap((address) =>
      address === undefined ? [] : [{ network, address }],
    );
  });
}

/** Whether a container has an address on a network now. */
export function hasAddress(
  { networks }: ObservedContainer,
  { network, address }: { readonly network: string; readonly address: string },
): boolean {
  const wanted = canonicalIp(address);
  return networks.some(
    (n) => n.network === network && n.addresses?.some((held) => canonicalIp(held) === wanted),
  );
}
