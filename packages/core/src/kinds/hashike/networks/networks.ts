import { flag, list, mapping, optional, type Static, text, textMap } from "../../../manifest/schema.ts";
import { volumeNameRule } from "../../container/schema/names.ts";

const subnetSchema = mapping(
  "Subnet",
  "Addresses that a network gives out.",
  {
    subnet: text("The subnet: 172.30.0.0/16, or fd00:1::/64 with enableIPv6."),
    gateway: optional(text("Address of the way outside. Left out: the engine's choice, mostly the first.")),
    ipRange: optional(
      text("Part of the subnet from which the engine takes addresses; fixed ones are safe outside of it."),
    ),
  },
  { hint: "write it as {subnet: 172.30.0.0/16}" },
);

/** What a manifest says of a network. */
export const networkSchema = mapping(
  "Network",
  "A network of the engine. It is made when a container joins it first, and may be shared: a manifest that says the same of it joins it as well. Kind Hashike's own.",
  {
    name: text("Name of the network on the engine.", volumeNameRule),
    driver: optional(
      text("Name of the driver: bridge, macvlan, ipvlan, or that of a plugin.", {
        default: "bridge",
        minLength: 1,
      }),
    ),
    options: optional(textMap("Options of the driver, as texts: {parent: eth0} of macvlan.")),
    subnets: optional(
      list("Its subnets, which fixed addresses need. Left out: the engine chooses one.", subnetSchema),
    ),
    internal: optional(
      flag("Whether it has no way outside; then it publishes no host ports.", { default: false }),
    ),
    enableIPv6: optional(
      flag(
        "Whether it has IPv6 addresses as well. Left out: as the engine has it. Some engines need a subnet for them.",
      ),
    ),
    external: optional(
      flag(
        "true: a network of the engine that exists. It is joined, never created; one that Hashike did not make is never removed.",
      ),
    ),
  },
  { hint: "write it as {name: backend}" },
);

/** What a container says of a network that it joins. */
export const joinSchema = mapping(
  "Join",
  "A network that the container joins. Kind Hashike's own.",
  {
    name: text("Name of a network in spec.networks, of one given by --network, or hashike."),
    aliases: optional(
      list(
        "Further names under which others on the network find it. Several containers may have one.",
        text("A host name.", {
          pattern: "^[a-zA-Z0-9_]([a-zA-Z0-9_.\\-]*[a-zA-Z0-9_])?$",
          maxLength: 253,
          patternErrorMessage: "must be a host name: letters, digits, _, . and -",
        }),
      ),
    ),
    ipv4Address: optional(
      text(
        "Its address there, in a subnet of the network. Then an old container is stopped before a new one starts.",
      ),
    ),
    ipv6Address: optional(text("Its IPv6 address there, in a subnet of the network.")),
  },
  { hint: "write it as {name: backend}" },
);

export type NetworkManifest = Static<typeof networkSchema>;
export type JoinManifest = Static<typeof joinSchema>;
