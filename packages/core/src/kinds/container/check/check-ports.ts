import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { canonicalIp } from "../../../manifest/values/ip-address.ts";
import type { LooseContainer } from "../pod-manifest.ts";

/** What can be told from the ports of one container; ports of several are compared by `checkHostPort`. */
export function* checkPorts({ value, path }: Placed<LooseContainer>): Generator<Problem> {
  const names = new Set<string>();
  for (const port of placed(value.ports, below(path, "ports"))) {
    const { hostIP, hostIp, name } = port.value;
    for (const [key, address] of [
      ["hostIP", hostIP],
      ["hostIp", hostIp],
    ] as const) {
      if (address === undefined || address === "" || canonicalIp(address) !== undefined) continue;
      yield {
        path: below(port.path, key),
        message: `must be an IPv4 or IPv6 address, got ${quote(address)}`,
        hint: address === "localhost" ? "write 127.0.0.1" : undefined,
      };
    }
    if (hostIP !== undefined && hostIp !== undefined && hostIP !== hostIp) {
      yield {
        path: below(port.path, "hostIp"),
        message: "is given together with another hostIP",
        hint: "write hostIP only",
      };
    }
    if (name === undefined) continue;
    if (names.has(name)) {
      yield {
        path: below(port.path, "name"),
        message: `names a second port of this container ${quote(name)}`,
        hint: "give each port its own name, or none",
      };
    }
    names.add(name);
  }
}
