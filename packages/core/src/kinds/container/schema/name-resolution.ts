import { list, mapping, optional, text } from "../../../manifest/schema.ts";

/** Source: kubernetes/api core/v1/types.go, HostAlias. */
export const hostAliasSchema = mapping("HostAlias", "A line of /etc/hosts.", {
  ip: text("IPv4 or IPv6 address; host-gateway stands for the host's own, as the engine knows it."),
  hostnames: list("Names for the address.", text("A host name."), { minItems: 1 }),
});

/** Source: kubernetes/api core/v1/types.go, PodDNSConfig. */
export const dnsConfigSchema = mapping("DnsConfig", "Name resolution beyond the containers' own names.", {
  nameservers: optional(
    list("Addresses of the DNS servers to ask. Left out: the host's.", text("An address.")),
  ),
  searches: optional(
    list("Domains in which short names are looked up.", text("A domain.", { minLength: 1 })),
  ),
  options: optional(
    list(
      "Options of resolv.conf.",
      mapping("DnsOption", "An option of resolv.conf.", {
        name: text("Name of the option, e.g. ndots.", { minLength: 1 }),
        value: optional(text('Value of the option, as text: "2".')),
      }),
    ),
  ),
});
