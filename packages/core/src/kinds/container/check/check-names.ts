import { below, placed } from "../../../manifest/loose.ts";
import type { Path } from "../../../manifest/path.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { canonicalIp } from "../../../manifest/values/ip-address.ts";
import type { LoosePod } from "../pod-manifest.ts";

const hostName = /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})$/;

/** An engine puts the host's address on its bridge in its place. */
const hostGateway = "host-gateway";

/** Name resolution: hostAliases and dnsConfig. */
export function* checkNames(pod: LoosePod, at: Path): Generator<Problem> {
  for (const alias of placed(pod.hostAliases, below(at, "hostAliases"))) {
    if (alias.value.ip !== hostGateway) yield* checkAddress(alias.value.ip, below(alias.path, "ip"));
    for (const name of placed(alias.value.hostnames, below(alias.path, "hostnames"))) {
      if (hostName.test(name.value)) continue;
      yield { path: name.path, message: `must be a host name, got ${quote(name.value)}` };
    }
  }
  for (const server of placed(pod.dnsConfig?.nameservers, below(at, "dnsConfig", "nameservers"))) {
    yield* checkAddress(server.value, server.path);
  }
}

function* checkAddress(text: string | undefined, path: Path): Generator<Problem> {
  if (text === undefined || canonicalIp(text) !== undefined) return;
  yield {
    path,
    message: `must be an IPv4 or IPv6 address, got ${quote(text)}`,
  };
}
