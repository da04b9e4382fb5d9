import type { WatchEvent } from "@hashike/core";
import { watch as keepWatch } from "@hashike/core";
import { flag, number, type RawOptions, text, texts } from "../args/options.ts";
import { readPlanOptions } from "../args/plan-options.ts";
import { withDriver } from "../engine/with-driver.ts";
import { loadExtensions } from "../modules/extensions.ts";
import { loadRest } from "../modules/load-rest.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { version } from "../process/version.ts";
import { withGoOn } from "../render/go-on.ts";
import { createWatchJsonReporter, createWatchReporter } from "../render/reporters/watch-reporter.ts";
import { durationOption } from "../watch/duration-option.ts";
import { startHealthServer } from "../watch/health-server.ts";
import { readListenAddress } from "../watch/listen-address.ts";
import { repeatedRead } from "../watch/repeated-read.ts";
import { systemClock } from "../watch/system-clock.ts";
import { createWatchMetrics } from "../watch/watch-metrics.ts";

/** `hashike watch FILE…`: keeps the containers as the manifests say, until a signal ends it. */
export async function watch(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  loadRest();
  const intervalSeconds = durationOption(raw, "interval");
  const lookIntervalSeconds = durationOption(raw, "lookInterval");
  const listen = text(raw, "listen");
  const listenAddress = listen === undefined ? undefined : readListenAddress(listen);
  const extensions = await loadExtensions(context.options.importModules, context.cwd);
  const metrics = createWatchMetrics(version);
  const report = createReport(raw, context);

  const hopeless = new AbortController();
  await withDriver(
    context,
    async (driver) => {
      const server =
        listenAddress === undefined ? undefined : await startHealthServer(listenAddress, metrics);
      if (server !== undefined && !context.options.quiet) context.err.write(`listening on ${server.url}\n`);
      const read = repeatedRead({
        addresses,
        context,
        extensions,
        networks: texts(raw, "network"),
        driver,
        onHopeless: (error) => hopeless.abort(error),
      });
      let readNow = () => {};
      const onHangUp = () => readNow();
      // On a terminal it says that the terminal has gone, and ends the process as it always does.
      if (!context.terminal) context.host.on("SIGHUP", onHangUp);
      try {
        await keepWatch({
          read,
          driver,
          clock: systemClock,
          intervalSeconds,
          lookIntervalSeconds,
          signal: AbortSignal.any([context.signal, hopeless.signal]),
          plan: readPlanOptions(raw),
          concurrency: number(raw, "concurrency"),
          onEvent(event) {
            metrics.note(event, context.now());
            report(
              event.type === "cycle.failed"
                ? { ...event, error: withGoOn(event.error, addresses, raw) }
                : event,
            );
          },
          exposeReadNow: (it) => {
            readNow = it;
          },
        });
      } finally {
        context.host.off("SIGHUP", onHangUp);
        await server?.close();
      }
    },
    extensions,
  );
  hopeless.signal.throwIfAborted();
  return { exitCode: exitCode.done };
}

function createReport(raw: RawOptions, context: Context): (event: WatchEvent) => void {
  const { out, err, style, errStyle, shownTexts, now, options } = context;
  if (text(raw, "output") === "json") {
    return options.quiet ? () => {} : createWatchJsonReporter(out.write, now);
  }
  return createWatchReporter({
    out: out.write,
    err: err.write,
    style,
    errStyle,
    texts: shownTexts,
    verbose: flag(raw, "verbose"),
    quiet: options.quiet,
    now,
  });
}
