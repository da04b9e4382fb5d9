import { HashikeError } from "@hashike/core";
import { textOf } from "../config/base64.ts";
import type { Entry } from "./new-object.ts";

const nameRule = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/**
 * Lines `NAME=value` as kubectl reads them: blanks before the name and lines that begin with `#` do not count, and the value
 * is all that stands behind the first `=`, quotes and trailing blanks included. A line without `=` takes its value from
 * `env`, the variables of whoever asks; without one it is empty.
 * Source: kubernetes/kubectl pkg/cmd/util/env_file.go.
 * @param file its name, for mistakes; no value is ever shown
 * @throws HashikeError `USAGE` with the line
 */
export function envFileEntries(
  file: string,
  content: Uint8Array,
  env: Readonly<Record<string, string | undefined>>,
): readonly Entry[] {
  const text = textOf(content);
  if (text === undefined) {
    throw new HashikeError("USAGE", `${file}: not a UTF-8 text`, { hint: "save it as UTF-8" });
  }
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  return lines.flatMap((written, index): readonly Entry[] => {
    const line = written.trimStart();
    if (line === "" || line.startsWith("#")) return [];
    const equals = line.indexOf("=");
    const name = equals < 0 ? line : line.slice(0, equals);
    if (!nameRule.test(name) || name === "." || name.startsWith("..")) {
      throw new HashikeError("USAGE", `${file}:${index + 1}: what stands before = is not a valid key name`, {
        hint: "write NAME=value, with letters, digits, -, _ and . in the name",
      });
    }
    const value = equals < 0 ? (env[name] ?? "") : line.slice(equals + 1);
    return [[name, new TextEncoder().encode(value)]];
  });
}
