import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { hasCredentials } from "../../../manifest/values/address-credentials.ts";
import { parseImageReference } from "../../../manifest/values/image-reference.ts";
import { isShellVariable, shellVariableHint } from "../../../manifest/values/shell-variable.ts";
import type { LooseContainer } from "../pod-manifest.ts";
import { checkLengths } from "./check-lengths.ts";
import { checkValueFrom } from "./check-value-from.ts";

/** What the container runs: image, command, arguments and environment. Values of variables are never shown. */
export function* checkProcess(container: Placed<LooseContainer>): Generator<Problem> {
  yield* checkImage(container);
  yield* checkArguments(container);
  yield* checkEnv(container);
  yield* checkEnvFrom(container);
  yield* checkLengths(container);
}

function* checkImage({ value, path }: Placed<LooseContainer>): Generator<Problem> {
  if (value.image === undefined) return;
  const reference = parseImageReference(value.image);
  if (!("error" in reference)) return;
  const hint = value.image.includes("{{")
    ? "render the template first: helm template … | hashike apply -"
    : (shellVariableHint(value.image) ?? reference.hint);
  const got = hasCredentials(value.image) ? "" : `, got ${quote(value.image)}`;
  yield { path: below(path, "image"), message: `${reference.error}${got}`, hint };
}

function* checkArguments({ value, path }: Placed<LooseContainer>): Generator<Problem> {
  for (const key of ["command", "args"] as const) {
    for (const argument of placed(value[key], below(path, key))) {
      if (argument.value.includes("\0")) yield { path: argument.path, message: "must not contain NUL" };
    }
  }
}

function* checkEnv({ value, path }: Placed<LooseContainer>): Generator<Problem> {
  const names = new Set<string>();
  for (const variable of placed(value.env, below(path, "env"))) {
    const { name, value: text } = variable.value;
    if (text?.includes("\0") === true) {
      yield { path: below(variable.path, "value"), message: "must not contain NUL" };
    }
    if (text !== undefined && isShellVariable(text)) {
      yield {
        severity: "notice",
        path: below(variable.path, "value"),
        message: "stays as it is: variables of the shell are not put in",
        hint: "write the value itself; $(NAME) stands for a variable further up in this list",
      };
    }
    yield* checkValueFrom(variable);
    if (name === undefined) continue;
    if (name === "") yield { path: below(variable.path, "name"), message: "must not be empty" };
    if (/[=\0]/.test(name)) {
      yield {
        path: below(variable.path, "name"),
        message: "must not contain = or NUL",
        hint: "write name and value on their own",
      };
    }
    if (names.has(name)) {
      yield {
        severity: "notice",
        path: below(variable.path, "name"),
        message: `sets ${quote(name)} again; the last value counts`,
      };
    }
    names.add(name);
  }
}

function* checkEnvFrom({ value, path }: Placed<LooseContainer>): Generator<Problem> {
  for (const from of placed(value.envFrom, below(path, "envFrom"))) {
    // Any other key is an unknown source, and reported as such.
    if (Object.keys(from.value).some((key) => key !== "prefix" && key !== "optional")) continue;
    yield { path: from.path, message: "has no source", hint: "write {file: PATH}" };
  }
}
