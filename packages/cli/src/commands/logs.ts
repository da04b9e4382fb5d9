import type { Driver, LogLine, LogOptions, ObservedContainer } from "@hashike/core";
import { emptyDesiredState, HashikeError } from "@hashike/core";
import { withKindName } from "../args/kind-words.ts";
import { flag, number, type RawOptions, text } from "../args/options.ts";
import { parseOwnerRef } from "../args/owner-ref.ts";
import { readSince } from "../args/since.ts";
import { usageError } from "../args/usage-error.ts";
import { findLogged } from "../engine/find-logged.ts";
import { observe } from "../engine/observe.ts";
import { withDriver } from "../engine/with-driver.ts";
import { loadExtensions } from "../modules/extensions.ts";
import { withKubernetes } from "../modules/kinds-for.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import type { Output } from "../process/streams.ts";
import { padEnd, textWidth } from "../render/layout/text-width.ts";
import { plainLine, plainLogLine } from "../render/plain-text.ts";

/** `hashike logs NAME`: passes on what containers have logged, each stream to its own. */
export async function logs(
  [name = ""]: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const since = text(raw, "since");
  const options: LogOptions = {
    follow: flag(raw, "follow"),
    tail: number(raw, "tail"),
    since: since === undefined ? undefined : readSince(since, context.now()),
    timestamps: flag(raw, "timestamps"),
    // `logs --follow | head` must end when head does.
    signal: AbortSignal.any([context.signal, context.out.closed]),
  };
  const container = text(raw, "container");
  if (container !== undefined && flag(raw, "allContainers")) {
    throw usageError("--container and --all-containers exclude each other");
  }
  const extensions = await loadExtensions(context.options.importModules, context.cwd);
  // Only a name such as `po/web` has a kind in it.
  const kinds = name.includes("/") ? await withKubernetes(extensions.kinds) : extensions.kinds;
  const { namespace } = context.options;
  const ref = withKindName(parseOwnerRef(name, namespace), kinds);
  return withDriver(
    context,
    async (driver) => {
      const observed = await observe(driver, emptyDesiredState([]), context);
      const containers = findLogged({ name, ref, container }, observed.containers, namespace);
      await printAll(containers, driver, { ...options, prefixed: flag(raw, "prefix") }, context);
      return { exitCode: exitCode.done };
    },
    extensions,
  );
}

/** One after the other; all at once when following, for none of them ends. */
async function printAll(
  containers: readonly ObservedContainer[],
  driver: Driver,
  { prefixed, ...options }: LogOptions & { readonly prefixed: boolean },
  context: Context,
): Promise<void> {
  const width = Math.max(...containers.map((c) => textWidth(plainLine(c.name))));
  const printOne = (container: ObservedContainer, n: number) => {
    const name = padEnd(plainLine(container.name), width);
    const prefix = (output: Output) =>
      containers.length === 1 && !prefixed
        ? ""
        : `${(output === context.out ? context.style : context.errStyle).nth(n, name)} | `;
    return printLines(readLogs(driver, container, options), prefix, context);
  };
  if (options.follow === true) await Promise.all(containers.map(printOne));
  else for (const [n, container] of containers.entries()) await printOne(container, n);
}

async function printLines(
  lines: AsyncIterable<LogLine>,
  prefix: (output: Output) => string,
  { out, err, terminal }: Context,
): Promise<void> {
  for await (const { stream, text } of lines) {
    const output = stream === "stdout" ? out : err;
    output.write(`${prefix(output)}${plainLogLine(text, { colour: terminal })}\n`);
    await output.drained();
    if (out.closed.aborted) return;
  }
}

function readLogs(driver: Driver, container: ObservedContainer, options: LogOptions): AsyncIterable<LogLine> {
  if (driver.logs !== undefined) return driver.logs(container, options);
  throw new HashikeError("DRIVER_UNSUPPORTED", `driver ${driver.name} cannot read logs`);
}
