import { randomBytes } from "node:crypto";
import { output } from "./hashike.ts";
import { inNamespaceOf } from "./network-namespace.ts";
import { startTalker, type Talker } from "./talker.ts";

/**
 * Another machine, as far as an engine can tell: a network namespace that hangs on the engine's by a cable. It goes with its
 * only process, which goes with the test. Needs root, and the network namespace of the engine.
 */
export interface OutsideWorld extends AsyncDisposable {
  readonly talker: Talker;
  /** Its own addresses, by which containers reach it. */
  readonly ipv4: string;
  readonly ipv6: string;
  /** The addresses of the engine's machine, by which it reaches host ports. */
  readonly engineIpv4: string;
  readonly engineIpv6: string;
  /** The engine's end of the cable. */
  readonly networkInterface: string;
}

export async function startOutsideWorld(): Promise<OutsideWorld> {
  const random = randomBytes(4);
  const networkInterface = `hkt${random.toString("hex")}`;
  const [a = 0, b = 0] = random;
  const v4 = `10.97.${a}.${b & 252}`;
  const at = (offset: number) => v4.replace(/\d+$/, (last) => String(Number(last) + offset));
  const [engineIpv4, ipv4] = [at(1), at(2)];
  const v6 = `fd97:${random.toString("hex", 0, 2)}:${random.toString("hex", 2, 4)}::`;
  const [engineIpv6, ipv6] = [`${v6}1`, `${v6}2`];

  const talker = startTalker("unshare", "--net");
  const inside = (line: string) => output(...asCommand([...inNamespaceOf(talker.pid), ...line.split(" ")]));
  const here = (line: string) => output(...asCommand(line.split(" ")));
  // Once it has answered, it is in the new namespace.
  await talker.echo("tcp", 7);
  await here(`ip link add ${networkInterface} type veth peer name out netns ${talker.pid}`);
  await here(`ip address add ${engineIpv4}/30 dev ${networkInterface}`);
  await here(`ip address add ${engineIpv6}/64 dev ${networkInterface} nodad`);
  await here(`ip link set ${networkInterface} up`);
  await inside("ip link set lo up");
  await inside(`ip address add ${ipv4}/30 dev out`);
  await inside(`ip address add ${ipv6}/64 dev out nodad`);
  await inside("ip link set out up");
  // Not every engine hides the IPv6 addresses of its containers behind its own.
  await inside(`ip route add default via ${engineIpv6}`);
  await talker.echo("udp", 7);
  return {
    talker,
    ipv4,
    ipv6,
    engineIpv4,
    engineIpv6,
    networkInterface,
    [Symbol.asyncDispose]: () => talker[Symbol.asyncDispose](),
  };
}

function asCommand([program = "", ...args]: readonly string[]): [string, ...string[]] {
  return [program, ...args];
}
