import type { Endpoint } from "../connect/endpoint.ts";
import type { Environment } from "../connect/settings.ts";
import type { Dial } from "./call.ts";
import { plainGet } from "./plain-get.ts";
import { type Transport, transportFor } from "./transport.ts";

export interface Modem {
  readonly dial: Dial;
  /** Ends every connection. */
  readonly close: () => void;
}

/**
 * The HTTP client for an endpoint: dockerode's, but for GET, which needs none of what that does. It is loaded with the
 * first call of another kind, and Node's own with the first call.
 */
export function openModem(endpoint: Endpoint, env: Environment): Modem {
  let transport: Promise<Transport> | undefined;
  let dockerode: Promise<Dial> | undefined;
  return {
    dial: async (call) => {
      transport ??= transportFor(endpoint, env);
      const reached = await transport;
      if (call.method === "GET" && call.upload === undefined) return plainGet(reached, call);
      dockerode ??= import("./dockerode-dial.ts").then((m) => m.dockerodeDial(endpoint, reached));
      return (await dockerode)(call);
    },
    close: () => void transport?.then(({ agent }) => agent.destroy()),
  };
}
