import { didYouMean } from "../../../manifest/did-you-mean.ts";
import { below, type Loose, type Placed, placed } from "../../../manifest/loose.ts";
import type { Path } from "../../../manifest/path.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { alternatives, quote } from "../../../manifest/safe-text.ts";
import type { LooseContainer } from "../pod-manifest.ts";
import type { HttpGetManifest } from "../schema/handler.ts";
import { checkArgumentLength } from "./check-lengths.ts";

/**
 * What is asked or run: exactly one of some handlers.
 * @param handlers all that there are
 * @param settings further keys; any other is unknown, and reported as such
 */
export function* checkOneHandler(
  { value, path }: Placed<object>,
  handlers: readonly string[],
  settings: readonly string[] = [],
): Generator<Problem> {
  const keys = Object.keys(value);
  const [first, second] = handlers.filter((handler) => keys.includes(handler));
  if (second !== undefined) {
    yield {
      path: below(path, second),
      message: `is given together with ${first}`,
      hint: "keep one of the two",
    };
  }
  if (first === undefined && keys.every((key) => settings.includes(key))) {
    yield { path, message: "does not say what to do", hint: `add ${alternatives(handlers)}` };
  }
}

export function* checkExec(
  command: readonly (string | undefined)[] | undefined,
  path: Path,
): Generator<Problem> {
  for (const argument of placed(command, below(path, "exec", "command"))) {
    if (argument.value.includes("\0")) yield { path: argument.path, message: "must not contain NUL" };
    yield* checkArgumentLength(argument);
  }
}

/** Values of headers are never shown. */
export function* checkHttpGet(
  httpGet: Loose<HttpGetManifest> | undefined,
  at: Path,
  container: LooseContainer,
): Generator<Problem> {
  if (httpGet === undefined) return;
  const path = below(at, "httpGet");
  yield* checkPortRef(httpGet.port, below(path, "port"), container);
  for (const header of placed(httpGet.httpHeaders, below(path, "httpHeaders"))) {
    if (header.value.value === undefined || /^[\t\x20-\x7e\x80-\xff]*$/.test(header.value.value)) continue;
    yield {
      path: below(header.path, "value"),
      message: "must not contain line breaks, other control characters, or characters beyond Latin-1",
    };
  }
}

/** A number within range, or the name of a port of this very container. */
export function* checkPortRef(
  port: string | undefined,
  path: Path,
  { ports = [] }: LooseContainer,
): Generator<Problem> {
  if (port === undefined || port === "") return;
  if (/^[+-]?\d+$/.test(port)) {
    if (Number(port) >= 1 && Number(port) <= 65535) return;
    yield { path, message: `must be between 1 and 65535, got ${port}` };
    return;
  }
  // A port that cannot be read may have any name.
  if (ports.includes(undefined)) return;
  const names = ports.flatMap((known) => known?.name ?? []);
  if (names.includes(port)) return;
  const similar = didYouMean(port, names);
  yield {
    path,
    message: `names the port ${quote(port)}, which is not in ports of this container`,
    hint:
      similar === undefined
        ? "write its number, or give one of the container's ports this name"
        : `did you mean ${quote(similar)}?`,
  };
}
