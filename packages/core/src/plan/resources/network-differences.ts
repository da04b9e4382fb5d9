import type { NetworkSettingsSpec, SubnetSpec } from "../../desired/desired-state.ts";
import { canonicalIp } from "../../manifest/values/ip-address.ts";
import { driverDifferences } from "./driver-differences.ts";

/**
 * What of a network that exists was made otherwise than a manifest says, in words. What is not said is not compared:
 * engines choose subnets, and add options of their own. Empty when it is as wanted, and when either is not known.
 */
export function networkDifferences(
  wanted: NetworkSettingsSpec | undefined,
  found: NetworkSettingsSpec | undefined,
): readonly string[] {
  if (wanted === undefined || found === undefined) return [];
  const names = Object.keys(wanted.driver.options);
  const options = Object.entries(found.driver.options).filter(([name]) => names.includes(name));
  const driver = { ...found.driver, options: Object.fromEntries(options) };
  return [
    ...driverDifferences(wanted.driver, driver, {}),
    ...different("internal", found.internal, wanted.internal),
    ...different("enableIPv6", found.enableIPv6 ?? false, wanted.enableIPv6),
    ...wanted.subnets.flatMap((subnet) => subnetDifferences(subnet, found.subnets)),
    ...(wanted.subnets.length === 0 ? [] : further(wanted, found)),
  ];
}

function subnetDifferences(wanted: SubnetSpec, found: readonly SubnetSpec[]): readonly string[] {
  const same = found.find(({ subnet }) => canonical(subnet) === canonical(wanted.subnet));
  if (same === undefined) return [`no subnet ${wanted.subnet}`];
  return (["gateway", "ipRange"] as const).flatMap((key) =>
    different(key, canonical(same[key]), canonical(wanted[key])),
  );
}

/** Subnets besides those that are wanted. Those of IPv6 an engine adds by itself. */
function further(wanted: NetworkSettingsSpec, found: NetworkSettingsSpec): readonly string[] {
  const known = new Set(wanted.subnets.map(({ subnet }) => canonical(subnet)));
  return found.subnets
    .filter(({ subnet }) => !subnet.includes(":") && !known.has(canonical(subnet)))
    .map(({ subnet }) => `a subnet ${subnet} that is not wanted`);
}

function different<T>(name: string, has: T | undefined, wanted: T | undefined): readonly string[] {
  if (wanted === undefined || has === wanted) return [];
  return [has === undefined ? `no ${name} instead of ${wanted}` : `${name} ${has} instead of ${wanted}`];
}

/** One spelling for each address or subnet. */
function canonical(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [ip = "", ...prefix] = text.split("/");
  return [canonicalIp(ip) ?? ip, ...prefix].join("/");
}
