import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { textParts } from "../../../manifest/values/expand-variables.ts";
import type { LooseContainer } from "../pod-manifest.ts";

/** Bytes of one argument or variable, with the zero at its end. Source: MAX_ARG_STRLEN, 32 pages of 4 KiB. */
export const longestOne = 128 * 1024;
/** Bytes of all together, with a pointer for each: a quarter of the stack, which has 8 MiB unless it is changed. */
const longestTogether = 2 * 1024 * 1024;
const pointerBytes = 8;

const useFile = "write it to a file on the engine's host, and mount that by a volume with hostPath";

/**
 * What the kernel takes when it starts a process: it says no more than "argument list too long", and only once the old
 * container has been stopped. Lengths are those of texts with their variables put in, which are not put in here: they
 * may be far longer than the manifest.
 */
export function* checkLengths(container: Placed<LooseContainer>): Generator<Problem> {
  const { value, path } = container;
  const lengths = new Map<string, number>();
  let allFit = true;
  for (const variable of placed(value.env, below(path, "env"))) {
    const { name, value: text = "" } = variable.value;
    if (name === undefined) continue;
    const bytes = expandedBytes(text, lengths);
    const whole = byteLength(name) + 1 + bytes;
    if (whole < longestOne) {
      lengths.set(name, bytes);
      continue;
    }
    // Those that refer to it are too long for the same reason, which is reported once.
    lengths.delete(name);
    allFit = false;
    yield tooLong(
      below(variable.path, "value"),
      `makes ${quote(name)} too long: ${whole} bytes with its name`,
    );
  }
  let together = 0;
  for (const [name, bytes] of lengths) together += byteLength(name) + 1 + bytes + 1 + pointerBytes;
  for (const key of ["command", "args"] as const) {
    for (const argument of placed(value[key], below(path, key))) {
      const bytes = expandedBytes(argument.value, lengths);
      together += bytes + 1 + pointerBytes;
      if (bytes < longestOne) continue;
      allFit = false;
      yield tooLong(argument.path, `is too long: ${bytes} bytes`);
    }
  }
  if (!allFit || together <= longestTogether) return;
  yield {
    path,
    message: `has arguments and variables of ${together} bytes together; Linux starts no process with more than ${longestTogether}`,
    hint: useFile,
  };
}

/** An argument of a command without variables. */
export function* checkArgumentLength({ value, path }: Placed<string>): Generator<Problem> {
  const bytes = byteLength(value);
  if (bytes >= longestOne) yield tooLong(path, `is too long: ${bytes} bytes`);
}

function tooLong(path: Problem["path"], what: string): Problem {
  return { path, message: `${what}; Linux takes at most ${longestOne - 1}`, hint: useFile };
}

function expandedBytes(text: string, lengths: ReadonlyMap<string, number>): number {
  if (!text.includes("$")) return byteLength(text);
  let bytes = 0;
  for (const part of textParts(text)) {
    bytes += "text" in part ? byteLength(part.text) : (lengths.get(part.name) ?? byteLength(part.reference));
  }
  return bytes;
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
