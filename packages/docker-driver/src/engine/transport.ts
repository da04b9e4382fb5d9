import { Agent, type ClientRequest, type RequestOptions, request } from "node:http";
import type { Endpoint } from "../connect/endpoint.ts";
import type { Environment } from "../connect/settings.ts";
import { sshAgent } from "../connect/ssh.ts";

/** How an engine is reached with Node's own HTTP. */
export interface Transport {
  /** Keeps connections open. */
  readonly agent: Agent;
  /** Where it is, for a request's options. */
  readonly address: Readonly<Pick<RequestOptions, "socketPath" | "host" | "port">>;
  readonly request: (options: RequestOptions) => ClientRequest;
  /** Before every path; empty for none. */
  readonly basePath: string;
}

/** TLS is loaded only for an endpoint that has it: that takes as long as several calls. */
export async function transportFor(endpoint: Endpoint, env: Environment): Promise<Transport> {
  switch (endpoint.kind) {
    case "unix":
      return { agent: new Agent(plain), address: { socketPath: endpoint.socketPath }, request, basePath: "" };
    case "ssh":
      return { agent: sshAgent(endpoint, env), address: behindSsh, request, basePath: "" };
    case "tcp": {
      const { host, port, basePath = "", tls } = endpoint;
      const address = { host, port };
      if (tls === undefined) return { agent: new Agent(plain), address, request, basePath };
      const { verify, ...material } = tls;
      const https = await import("node:https");
      const agent = new https.Agent({ ...material, rejectUnauthorized: verify, keepAlive: true });
      return { agent, address, request: https.request, basePath };
    }
  }
}

/** Without a server name Node would find one for each request, and look whether it is an IP address. */
const plain = { keepAlive: true, servername: "" };

/** A name that the engine sees, and nobody looks up: the agent makes the connections. */
const behindSsh = { host: "docker.invalid", port: 80 };
