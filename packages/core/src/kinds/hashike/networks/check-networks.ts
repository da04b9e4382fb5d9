import { defaultNetwork } from "../../../desired/default-network.ts";
import { isEnginesOwnNetwork } from "../../../desired/engine-networks.ts";
import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { canonicalIp } from "../../../manifest/values/ip-address.ts";
import { isWithin, parseSubnet, type Subnet } from "../../../manifest/values/subnet.ts";
import type { LooseSpec } from "../schema.ts";

type LooseNetwork = NonNullable<NonNullable<LooseSpec["networks"]>[number]>;
type LooseContainer = NonNullable<NonNullable<LooseSpec["containers"]>[number]>;
type LooseJoin = NonNullable<NonNullable<LooseContainer["networks"]>[number]>;

/** Networks, each by itself, and how containers join those that are declared. */
export function* checkNetworks(spec: LooseSpec): Generator<Problem> {
  const declared = new Map<string, LooseNetwork>();
  for (const network of placed(spec.networks, ["spec", "networks"])) {
    const { name } = network.value;
    yield* checkNetwork(network);
    if (name === undefined) continue;
    const path = below(network.path, "name");
    if (declared.has(name)) yield { path, message: `names a second network ${quote(name)}` };
    if (isEnginesOwnNetwork(name)) {
      yield {
        path,
        message: `${quote(name)} is the engine's own network, in which containers have no names for each other`,
        hint: "choose another name",
      };
    }
    declared.set(name, network.value);
  }
  for (const joins of joinsByContainer(spec)) yield* checkJoins(joins, declared);
}

/** What each container says of the networks that it joins. */
export function* joinsByContainer(spec: LooseSpec): Generator<readonly Placed<LooseJoin>[]> {
  for (const list of ["initContainers", "containers"] as const) {
    for (const { value, path } of placed(spec[list], ["spec", list]))
      yield [...placed(value.networks, below(path, "networks"))];
  }
}

function* checkJoins(
  joins: readonly Placed<LooseJoin>[],
  declared: ReadonlyMap<string, LooseNetwork>,
): Generator<Problem> {
  const names = new Set<string>();
  for (const join of joins) {
    const { name } = join.value;
    if (name === undefined) continue;
    if (names.has(name)) {
      yield { path: below(join.path, "name"), message: `joins network ${quote(name)} a second time` };
    }
    names.add(name);
    yield* checkAddresses(join, name, declared.get(name));
  }
}

function* checkNetwork({ value, path }: Placed<LooseNetwork>): Generator<Problem> {
  if (value.external === true) {
    for (const key of ["driver", "options", "subnets", "internal", "enableIPv6"] as const) {
      if (value[key] === undefined) continue;
      yield {
        path: below(path, key),
        message: "is given together with external",
        hint: "leave it out: that network is as it is",
      };
    }
  }
  for (const { value: item, path: at } of placed(value.subnets, below(path, "subnets"))) {
    if (item.subnet === undefined) continue;
    const subnet = parseSubnet(item.subnet);
    if ("error" in subnet) {
      yield {
        path: below(at, "subnet"),
        message: `${subnet.error}, got ${quote(item.subnet)}`,
        hint: subnet.hint,
      };
      continue;
    }
    if (subnet.isIPv6 && value.enableIPv6 !== true) {
      yield {
        path: below(at, "subnet"),
        message: "is for IPv6, which the network does not have",
        hint: "write enableIPv6: true beside subnets",
      };
    }
    yield* checkGateway({ value: item.gateway, path: below(at, "gateway") }, item.subnet, subnet);
    yield* checkRange({ value: item.ipRange, path: below(at, "ipRange") }, item.subnet, subnet);
  }
}

type Given = { readonly value: string | undefined; readonly path: Placed<unknown>["path"] };

function* checkGateway({ value, path }: Given, text: string, subnet: Subnet): Generator<Problem> {
  if (value === undefined) return;
  if (canonicalIp(value) === undefined) yield { path, message: `must be an address, got ${quote(value)}` };
  else if (!isWithin(value, subnet)) yield { path, message: `${quote(value)} is not in ${quote(text)}` };
}

function* checkRange({ value, path }: Given, text: string, subnet: Subnet): Generator<Problem> {
  if (value === undefined) return;
  const range = parseSubnet(value);
  if ("error" in range) yield { path, message: `${range.error}, got ${quote(value)}`, hint: range.hint };
  else if (range.prefix < subnet.prefix || !isWithin(value.split("/", 1)[0] ?? "", subnet))
    yield { path, message: `${quote(value)} is not a part of ${quote(text)}` };
}

/** What is not declared here, or exists already, only the engine knows the subnets of. */
function* checkAddresses(
  { value, path }: Placed<LooseJoin>,
  name: string,
  network: LooseNetwork | undefined,
): Generator<Problem> {
  for (const key of ["ipv4Address", "ipv6Address"] as const) {
    const address = value[key];
    if (address === undefined) continue;
    const at = below(path, key);
    const isIPv6 = key === "ipv6Address";
    if (canonicalIp(address) === undefined || address.includes(":") !== isIPv6) {
      yield { path: at, message: `must be an ${isIPv6 ? "IPv6" : "IPv4"} address, got ${quote(address)}` };
    } else if (network !== undefined && network.external !== true) {
      yield* checkWithin({ value: address, path: at }, name, network);
    } else if (network === undefined && name === defaultNetwork) {
      yield {
        path: at,
        message: `network ${quote(name)} has no subnet of the manifest's choosing, without which no address can be fixed`,
        hint: "declare a network with subnets in spec.networks, and join that",
      };
    }
  }
}

function* checkWithin(
  { value, path }: Placed<string>,
  name: string,
  { subnets }: LooseNetwork,
): Generator<Problem> {
  const given = (subnets ?? []).flatMap((item) => {
    const subnet = item?.subnet === undefined ? undefined : parseSubnet(item.subnet);
    return subnet === undefined || "error" in subnet ? [] : [{ ...item, text: item?.subnet ?? "", subnet }];
  });
  // A mistake in the subnets has been told.
  if ((subnets ?? []).length > 0 && given.length === 0) return;
  const found = given.find(({ subnet }) => isWithin(value, subnet));
  if (found === undefined) {
    yield {
      path,
      message:
        given.length === 0
          ? `network ${quote(name)} has no subnets, without which no address can be fixed`
          : `${quote(value)} is in no subnet of network ${quote(name)}: ${given.map((g) => g.text).join(", ")}`,
      hint: "write one of the network's addresses, or another of its subnets",
    };
  } else if (found.gateway !== undefined && canonicalIp(found.gateway) === canonicalIp(value)) {
    yield { path, message: `${quote(value)} is the gateway of network ${quote(name)}` };
  }
}
