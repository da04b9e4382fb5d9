import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { usageError } from "../args/usage-error.ts";
import { exposition, expositionType } from "./exposition.ts";
import type { ListenAddress } from "./listen-address.ts";
import type { WatchMetrics } from "./watch-metrics.ts";

export interface HealthServer {
  /** `http://127.0.0.1:9120` */
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

/**
 * Answers whether the process lives (`/healthz`), whether everything is as wanted (`/readyz`), and what was counted
 * (`/metrics`). Nothing can be changed through it.
 * @throws HashikeError `USAGE` when it cannot listen there
 */
export async function startHealthServer(
  address: ListenAddress,
  metrics: WatchMetrics,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const { status, type = "text/plain; charset=utf-8", body } = answer(request.method, request.url, metrics);
    response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  // Whoever asks slowly must not hold anything open.
  server.requestTimeout = 10_000;
  server.headersTimeout = 10_000;
  await listen(server, address);
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(method: string | undefined, url: string | undefined, metrics: WatchMetrics): Answer {
  if (method !== "GET" && method !== "HEAD") return { status: 405, body: "only GET\n" };
  switch (url?.replace(/\?.*/s, "")) {
    case "/healthz":
      return { status: 200, body: "ok\n" };
    case "/readyz":
      return readiness(metrics.problems());
    case "/metrics":
      return { status: 200, type: expositionType, body: exposition(metrics.metrics()) };
    default:
      return { status: 404, body: "there are /healthz, /readyz and /metrics\n" };
  }
}

function readiness(problems: readonly string[]): Answer {
  if (problems.length === 0) return { status: 200, body: "ready\n" };
  return { status: 503, body: ["not ready", ...problems, ""].join("\n") };
}

function listen(server: Server, { host, port }: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        usageError(`--listen: cannot listen on ${host}, port ${port}: ${cause.message}`, "name another port"),
      ),
    );
    server.listen(port, host, resolve);
  });
}
