import { expect, it } from "vitest";
import { endpointSettings } from "../../to-docker/endpoint-settings.ts";
import { networkBody } from "./create-network.ts";

it("a network that no manifest describes is a bridge, and nothing else is said", () => {
  expect(networkBody({ name: "hashike", external: false })).toEqual({
    Name: "hashike",
    CheckDuplicate: true,
    Driver: "bridge",
    Labels: { hashike: "network" },
  });
});

it("every setting of a network is sent", () => {
  const settings = {
    driver: { name: "macvlan", options: { parent: "eth0" } },
    subnets: [
      { subnet: "10.1.0.0/16", gateway: "10.1.0.1", ipRange: "10.1.8.0/24" },
      { subnet: "fd00:1::/64" },
    ],
    internal: true,
    enableIPv6: true,
  };
  expect(networkBody({ name: "lan", external: false, settings })).toMatchInlineSnapshot(`
    {
      "CheckDuplicate": true,
      "Driver": "macvlan",
      "EnableIPv6": true,
      "IPAM": {
        "Config": [
          {
            "Gateway": "10.1.0.1",
            "IPRange": "10.1.8.0/24",
            "Subnet": "10.1.0.0/16",
          },
          {
            "Subnet": "fd00:1::/64",
          },
        ],
      },
      "Internal": true,
      "Labels": {
        "hashike": "network",
      },
      "Name": "lan",
      "Options": {
        "parent": "eth0",
      },
    }
  `);
});

it("a container's aliases and addresses on a network are sent, and nothing where there are none", () => {
  expect(
    endpointSettings({ aliases: ["db"], ipv4Address: "10.1.0.5", ipv6Address: "fd00:1::5" }),
  ).toMatchInlineSnapshot(`
    {
      "Aliases": [
        "db",
      ],
      "IPAMConfig": {
        "IPv4Address": "10.1.0.5",
        "IPv6Address": "fd00:1::5",
      },
    }
  `);
  expect(endpointSettings({})).toBeUndefined();
});
