import { inspect } from "node:util";
import Docker from "dockerode";
import type { Endpoint } from "../connect/endpoint.ts";
import type { Call, Dial, Upgrade } from "./call.ts";
import type { Transport } from "./transport.ts";

/** What is used of docker-modem. Its published types hide `buildRequest`, and know nothing of `isStream` answers. */
interface DockerModem {
  dial(options: Readonly<Record<string, unknown>>, callback: (error: unknown, response: never) => void): void;
  buildRequest(options: object, ...rest: readonly unknown[]): void;
}

export interface Dockerode {
  readonly dial: Dial;
  readonly upgrade: Upgrade;
}

/** Requests by dockerode's HTTP client. This file alone knows dockerode. */
export function openDockerode(endpoint: Endpoint, { agent, basePath }: Transport): Dockerode {
  const options = { ...addressOf(endpoint), agent };
  const modem = withoutDockerHost(() => new Docker(options)).modem as unknown as DockerModem;
  tame(modem);
  const send = <T>(call: Call, more: { readonly hijack?: true } = {}) =>
    new Promise<T>((resolve, reject) => {
      modem.dial({ ...dialOptions(call, basePath), ...more }, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
  return { dial: (call) => send(call), upgrade: (call) => send(call, { hijack: true }) };
}

/** Every option is given, also as `undefined`: docker-modem fills in what is absent from DOCKER_HOST. */
function addressOf(endpoint: Endpoint) {
  const none = { socketPath: undefined, host: undefined, port: undefined };
  const rest = { ca: undefined, cert: undefined, key: undefined, timeout: undefined, pathPrefix: "/" };
  switch (endpoint.kind) {
    case "unix":
      return { ...none, ...rest, socketPath: endpoint.socketPath, protocol: "http" as const };
    case "tcp": {
      const protocol = endpoint.tls === undefined ? ("http" as const) : ("https" as const);
      return { ...none, ...rest, host: endpoint.host, port: endpoint.port, protocol };
    }
    case "ssh":
      // Not docker-modem's ssh, which is another implementation with settings of its own.
      return { ...none, ...rest, host: "docker.invalid", port: 80, protocol: "http" as const };
  }
}

/**
 * Runs `create` while DOCKER_HOST is hidden: docker-modem's constructor reads it before it looks at its options, and
 * throws when that address or its certificates are bad, although another one was asked for.
 */
function withoutDockerHost<T>(create: () => T): T {
  const { DOCKER_HOST } = process.env;
  if (DOCKER_HOST === undefined) return create();
  delete process.env.DOCKER_HOST;
  try {
    return create();
  } finally {
    process.env.DOCKER_HOST = DOCKER_HOST;
  }
}

/**
 * Changes how docker-modem sends requests:
 * - It follows redirects on the side, with GET, to wherever they point, and an error there ends the process.
 * - It formats all options for its debug output on every request, even when that is off. With an agent that takes
 *   ten milliseconds and more; and when it is on, it shows credentials.
 */
function tame(modem: DockerModem): void {
  const buildRequest = modem.buildRequest;
  modem.buildRequest = (options, ...rest) => {
    const tamed = { ...options, maxRedirects: 0, [inspect.custom]: () => "[request]" };
    buildRequest.call(modem, tamed, ...rest);
  };
}

/** A body is taken for anything but `true`, so every status has it: errors are read by the caller. */
const everyStatus = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [100 + index, true]));

function dialOptions(call: Call, basePath: string): Readonly<Record<string, unknown>> {
  const query = Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined);
  return {
    method: call.method,
    // The query is added only when there is a question mark, and one without a query loses its last character.
    path: `${basePath}${call.path}${query.length === 0 ? "" : "?"}`,
    options: {
      _query: Object.fromEntries(query),
      // Without this the query itself would be sent as the body.
      _body: call.body ?? {},
    },
    allowEmpty: call.body !== undefined,
    file: asFile(call.upload),
    // Always a new object: docker-modem writes into it.
    headers: { ...call.headers },
    abortSignal: call.signal,
    // The answer is never collected here, where JSON `null` would turn into a Buffer.
    isStream: true,
    statusCodes: everyStatus,
  };
}

/** Never a string, which docker-modem takes for the name of a local file; nor a plain array, which it cannot send. */
function asFile(upload: Call["upload"]): Buffer | NodeJS.ReadableStream | undefined {
  if (!(upload instanceof Uint8Array)) return upload;
  return Buffer.from(upload.buffer, upload.byteOffset, upload.byteLength);
}
