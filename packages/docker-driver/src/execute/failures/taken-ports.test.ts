import { describe, expect, it } from "vitest";
import { claimFailure } from "./taken-ports.ts";

describe("a claim that failed without a word", () => {
  const failure = (bindings: Readonly<Record<string, string>>) =>
    claimFailure(
      { id: "new", words: "cannot give container web its host ports", code: "DRIVER_NETWORK_FAILED" },
      {
        State: { Running: true },
        HostConfig: {
          PortBindings: Object.fromEntries(
            Object.entries(bindings).map(([port, HostPort]) => [port, [{ HostIp: "", HostPort }]]),
          ),
        },
      },
    );

  it("names the one port", () => {
    const { message, hint } = failure({ "80/tcp": "8000" });
    expect(message).toContain("host port 8000 is held by another program");
    expect(hint).toContain("ss -ltunp 'sport = :8000'");
  });

  it("names all of several, as nobody knows which it was", () => {
    const { message, hint } = failure({ "80/tcp": "8000", "80/udp": "8000", "81/tcp": "8001" });
    expect(message).toContain("one of its host ports (8000, 8001) is held by another program");
    expect(hint).toContain("ss -ltunp 'sport = :8000 or sport = :8001'");
  });
});
