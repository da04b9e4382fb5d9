import type { WatchEvent } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { webRepair } from "../render/testing.ts";
import { exposition } from "./exposition.ts";
import { startHealthServer } from "./health-server.ts";
import { createWatchMetrics, type WatchMetrics } from "./watch-metrics.ts";

const anywhere = { host: "127.0.0.1", port: 0 };
const { plan, result } = webRepair;

function noted(...events: readonly WatchEvent[]): WatchMetrics {
  const metrics = createWatchMetrics("1.2.3");
  for (const event of events) metrics.note(event, 1_700_000_000_500);
  return metrics;
}

const linesOf = (metrics: WatchMetrics) =>
  exposition(metrics.metrics())
    .split("\n")
    .filter((line) => !line.startsWith("#") && !/ 0$/.test(line) && line !== "");

describe("the metrics of a watch", () => {
  it("are all there from the beginning, so that none of them appears late", () => {
    const text = exposition(noted().metrics());
    expect(text).toContain('hashike_applies_total{result="failed"} 0\n');
    expect(text).toContain('hashike_containers{state="running"} 0\n');
    expect(linesOf(noted())).toEqual(['hashike_build_info{version="1.2.3"} 1']);
  });

  it("count applies, repairs, reads, restarts and what is held back", () => {
    const metrics = noted(
      { type: "source.unchanged" },
      {
        type: "cycle.started",
        because: [{ kind: "engineEvent", action: "die", container: "web", further: 0 }],
      },
      {
        type: "cycle.observed",
        containers: { running: 2, exited: 1 },
        images: { count: 3, bytes: 501_000_000 },
      },
      { type: "cycle.planned", plan },
      { type: "apply", event: { type: "apply.finished", result } },
      { type: "cycle.finished", status: "done" },
      { type: "liveness.restarted", container: "web", containerId: "1" },
    );
    expect(linesOf(metrics)).toEqual([
      'hashike_applies_total{result="done"} 1',
      "hashike_last_success_timestamp_seconds 1700000000",
      'hashike_containers{state="running"} 2',
      'hashike_containers{state="exited"} 1',
      "hashike_drift_repairs_total 1",
      "hashike_liveness_restarts_total 1",
      'hashike_source_reads_total{result="unchanged"} 1',
      "hashike_images 3",
      "hashike_image_bytes 501000000",
      'hashike_build_info{version="1.2.3"} 1',
    ]);
  });

  it("tell what does not work, and so does /readyz, until it works", () => {
    const owner = { kind: "Hashike", namespace: "my-project", name: "rest-api" };
    const target = { kind: "container", name: "web", owner } as const;
    const troubled = [{ target, id: "1", state: "restarting", exitCode: 7, restarts: 12 }] as const;
    const idle = { type: "cycle.finished", status: "idle" } as const;
    const metrics = noted({ type: "plan.troubled", troubled }, idle);
    expect(linesOf(metrics)).toEqual(
      expect.arrayContaining([
        "hashike_containers_troubled 1",
        'hashike_container_troubled{namespace="my-project",container="web",state="restarting"} 1',
      ]),
    );
    expect(metrics.problems()).toEqual(["container web: restarting, exit code 7, 12 restarts"]);
    metrics.note({ type: "plan.troubled", troubled: [] }, 0);
    expect(metrics.problems()).toEqual([]);
    expect(linesOf(metrics).join()).not.toContain("troubled");
  });

  it("count a repair beside an apply, also when the manifests asked for that one", () => {
    const finished = { type: "apply.finished", result } as const;
    const died = { kind: "engineEvent", action: "die", container: "web", further: 0 } as const;
    const metrics = noted(
      { type: "cycle.started", because: [{ kind: "sourceChanged" }] },
      { type: "cycle.planned", plan },
      { type: "repair.planned", repair: 1, because: died, plan },
      { type: "repair.event", repair: 1, event: finished },
      { type: "apply", event: finished },
    );
    expect(linesOf(metrics)).toContain("hashike_drift_repairs_total 1");
    expect(linesOf(metrics)).toContain('hashike_applies_total{result="done"} 2');
  });

  it("tell which containers wait for a restart, until it comes or is dropped", () => {
    const about = { container: "web", containerId: "1" };
    const failed = { type: "liveness.failed", probe: "liveness", reason: "HTTP 500", ...about } as const;
    const looked = { type: "cycle.finished", status: "idle" } as const;
    const first = { ...failed, restarts: 0, restartInSeconds: 0 };
    const second = { ...failed, restarts: 1, restartInSeconds: 10 };
    const waits = "hashike_liveness_waiting 1";
    expect(linesOf(noted(looked, first))).not.toContain(waits);
    expect(linesOf(noted(looked, second))).toContain(waits);
    expect(noted(looked, second).problems()).toEqual([
      "container web is to be restarted: its probe failed again",
    ]);
    const ends: readonly WatchEvent[] = [
      { type: "liveness.restarted", ...about },
      { type: "liveness.restartFailed", error: { code: "INTERNAL", message: "no" }, ...about },
      { type: "liveness.restartDropped", because: "recovered", ...about },
    ];
    for (const end of ends) expect(noted(looked, second, end).problems()).toEqual([]);
  });

  it("do not take what the manifests asked for as a repair", () => {
    const metrics = noted(
      { type: "cycle.started", because: [{ kind: "sourceChanged" }] },
      { type: "cycle.planned", plan },
      { type: "apply", event: { type: "apply.finished", result } },
    );
    expect(linesOf(metrics)).not.toContain("hashike_drift_repairs_total 1");
  });
});

describe("the server", () => {
  it("is ready once everything is as wanted, and not while the engine is lost", async () => {
    const metrics = createWatchMetrics("1.2.3");
    const server = await startHealthServer(anywhere, metrics);
    const status = async (path: string, method = "GET") =>
      (await fetch(server.url + path, { method })).status;
    try {
      expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 503]);
      metrics.note({ type: "cycle.finished", status: "idle" }, 1);
      expect(await status("/readyz")).toBe(200);
      metrics.note({ type: "engine.lost", error: { code: "INTERNAL", message: "gone" } }, 2);
      expect(await status("/readyz")).toBe(503);
      const body = await (await fetch(`${server.url}/readyz`)).text();
      expect(body).toBe("not ready\nthe engine cannot be heard\n");
      expect([await status("/"), await status("/metrics", "POST")]).toEqual([404, 405]);
      const { headers } = await fetch(`${server.url}/metrics?x=1`);
      expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    } finally {
      await server.close();
    }
  });

  it("that cannot listen says so", async () => {
    const first = await startHealthServer(anywhere, noted());
    const port = Number(new URL(first.url).port);
    await expect(startHealthServer({ ...anywhere, port }, noted())).rejects.toMatchObject({
      code: "USAGE",
      message: expect.stringContaining("EADDRINUSE"),
    });
    await first.close();
  });
});
