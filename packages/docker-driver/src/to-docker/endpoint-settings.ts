import type { AttachmentSpec } from "@hashike/core";
import type { EndpointSettings } from "./create-body.ts";

/** @returns `undefined` when there is nothing to say */
export function endpointSettings(attachment: AttachmentSpec = {}): EndpointSettings | undefined {
  const { aliases = [], ipv4Address, ipv6Address } = attachment;
  const addresses = {
    ...(ipv4Address === undefined ? {} : { IPv4Address: ipv4Address }),
    ...(ipv6Address === undefined ? {} : { IPv6Address: ipv6Address }),
  };
  const settings = {
    ...(aliases.length === 0 ? {} : { Aliases: aliases }),
    ...(Object.keys(addresses).length === 0 ? {} : { IPAMConfig: addresses }),
  };
  return Object.keys(settings).length === 0 ? undefined : settings;
}
