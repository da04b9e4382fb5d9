import { isHashikeError } from "@hashike/core";
import type { EngineClient } from "../../src/engine/engine-client.ts";
import { busybox } from "../support/images.ts";
import type { Park } from "./park.ts";

/** What the tests do with containers, in plain calls. */
export type Bench = ReturnType<typeof bench>;

export function bench(client: EngineClient, app: string, sibling: string) {
  const connect = (container: string, network: string, EndpointConfig: object = {}) =>
    client.post(`/networks/${network}/connect`, { body: { Container: container, EndpointConfig } });
  const disconnect = (container: string, network: string) =>
    client.post(`/networks/${network}/disconnect`, { body: { Container: container } });
  const inspect = (container: string) => client.get<Found>(`/containers/${container}/json`);

  /** Serves its own name on port 80, and holds a connection to the sibling, which sends back what it gets. */
  async function create(name: string, hostPort: number, more: CreateOptions = {}): Promise<void> {
    const { networks = {}, first = ":", sysctls = {} } = more;
    const command = `
      ${first} &
      mkdir /www; echo ${name} >/www/index.html; httpd -p 80 -h /www
      while :; do date; sleep 0.1; done | exec nc ${sibling} 6379`;
    await client.post("/containers/create", {
      query: { name },
      body: {
        Image: busybox,
        Cmd: ["sh", "-c", command],
        ExposedPorts: { "80/tcp": {} },
        HostConfig: {
          NetworkMode: app,
          Sysctls: sysctls,
          PortBindings: { "80/tcp": [{ HostPort: String(hostPort) }] },
        },
        NetworkingConfig: { EndpointsConfig: networks },
      },
    });
  }

  return {
    create,
    join: (container: string, park: Park) => connect(container, park.name, park.endpoint),
    leave: (container: string, park: Park) => disconnect(container, park.name),
    start: (container: string) => client.post(`/containers/${container}/start`),

    /** Creates one that is on the network and on park, and starts it until it does not meet the port that is held. */
    async startParked(name: string, hostPort: number, park: Park, more: CreateOptions = {}): Promise<void> {
      await create(name, hostPort, { ...more, networks: { [park.name]: park.endpoint } });
      // Without it the container would be on park alone: the network of its mode is joined only if it is the only one.
      await connect(name, app);
      for (;;) {
        const error = await client.post(`/containers/${name}/start`).then(undefinedOf, (e: unknown) => e);
        if (error === undefined) return;
        if (!isHashikeError(error) || !portIsHeld.test(error.message)) throw error;
      }
    },

    /** The host port that it holds. A parked one has an entry without a number on Docker 28. */
    async hostPort(container: string): Promise<string | undefined> {
      const { Ports } = (await inspect(container)).NetworkSettings;
      return Ports["80/tcp"]?.map(({ HostPort }) => HostPort).find((port) => port !== "");
    },

    async address(container: string): Promise<string | undefined> {
      return (await inspect(container)).NetworkSettings.Networks[app]?.IPAddress;
    },

    /** Waits until its connection to the sibling answers anew; on a dead one, until the test's time is over. */
    async echo(container: string): Promise<void> {
      const before = await echoes(client, container);
      // One may have come before, and be written only now.
      while ((await echoes(client, container)) < before + 3) await pause();
    },
  };
}

interface CreateOptions {
  readonly networks?: object;
  /** A command that it runs at once, beside everything else. */
  readonly first?: string;
  readonly sysctls?: Readonly<Record<string, string>>;
}

interface Found {
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>>;
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>>;
  };
}

const portIsHeld = /port is already allocated|address already in use|failed to bind host port/;

const undefinedOf = () => undefined;

/** Who answers on a port of the host, once somebody does. */
export async function served(hostPort: number): Promise<string> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${hostPort}`)
      .then((a) => a.text())
      .catch(undefinedOf);
    if (answer !== undefined) return answer.trim();
    await pause();
  }
}

async function echoes(client: EngineClient, container: string): Promise<number> {
  const log = await client.stream(`/containers/${container}/logs`, { query: { stdout: true } });
  let lines = 0;
  for await (const chunk of log) lines += String(chunk).split("\n").length - 1;
  return lines;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
