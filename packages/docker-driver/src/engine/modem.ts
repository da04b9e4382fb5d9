import type { Endpoint } from "../connect/endpoint.ts";
import type { Environment } from "../connect/settings.ts";
import type { Dial, Upgrade } from "./call.ts";
import type { Dockerode } from "./dockerode-dial.ts";
import { plainGet } from "./plain-get.ts";
import { type Transport, transportFor } from "./transport.ts";

export interface Modem {
  readonly dial: Dial;
  readonly upgrade: Upgrade;
  /** Ends every connection. */
  readonly close: () => void;
}

/**
 * The HTTP client for an endpoint: dockerode's, but for GET, which needs none of what that does. It is loaded with the
 * first call of another kind, and Node's own with the first call.
 */
export function openModem(endpoint: Endpoint, env: Environment): Modem {
  let transport: Promise<Transport> | undefined;
  let dockerode: Promise<Dockerode> | undefined;
  const reach = () => {
    transport ??= transportFor(endpoint, env);
    return transport;
  };
  const openDockerode = async () => {
    const reached = await reach();
    dockerode ??= import("./dockerode-dial.ts").then((m) => m.openDockerode(endpoint, reached));
    return dockerode;
  };
  return {
    dial: async (call) => {
      if (call.method === "GET" && call.upload === undefined) return plainGet(await reach(), call);
      return (await openDockerode()).dial(call);
    },
    upgrade: async (call) => (await openDockerode()).upgrade(call),
    close: () => void transport?.then(({ agent }) => agent.destroy()),
  };
}
