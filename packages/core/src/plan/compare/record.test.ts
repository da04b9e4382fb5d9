import { expect, it } from "vitest";
import { containerSpec, probeSpec } from "../../testing/builders.ts";
import { encodeRecord } from "./record.ts";

const mount = { type: "volume", volume: "data", target: "/data", readOnly: false } as const;
const probe = probeSpec({ kind: "tcpSocket", port: 80 });

it("leaves out how Hashike looks after a container: a change of that makes no other container", () => {
  const plain = containerSpec({ name: "web", mounts: [mount] });
  const lookedAfter = containerSpec({
    name: "web",
    mounts: [{ ...mount, shareable: true }],
    probes: { startup: probe, readiness: probe, liveness: probe },
    lifecycle: { postStart: { kind: "sleep", seconds: 1 }, preStop: { kind: "sleep", seconds: 1 } },
    update: {
      strategy: "Recreate",
      mayTakeOverPorts: false,
      drainSeconds: 5,
      minReadySeconds: 9,
      progressDeadlineSeconds: 60,
    },
  });
  expect(encodeRecord(lookedAfter, {})).toBe(encodeRecord(plain, {}));
});
