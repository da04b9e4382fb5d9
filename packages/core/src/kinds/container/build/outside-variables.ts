import { below, type Placed } from "../../../manifest/loose.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { parseEnvFile } from "../../../manifest/values/env-file.ts";
import type { AppliedObject, World } from "../../world.ts";
import { longestOne } from "../check/check-lengths.ts";
import type { ContainerManifest } from "../schema/container.ts";
import { sourceOf } from "./value-source.ts";

/** A variable before `$(NAME)` is put in. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  /** Whether the value comes from outside: a secret, and taken as it is. */
  readonly outside?: true;
  /** Whether the value is no text to put others into. */
  readonly verbatim?: true;
  /** The fingerprint of the value, which need not be at hand: then `value` is left empty. */
  readonly secret?: string;
}

type Variables = NonNullable<ContainerManifest["env"]>;
type EnvFiles = NonNullable<ContainerManifest["envFrom"]>;

/** A container's variables: those of files first, in the files' order, so that the ones of its own win. */
export function variablesOf(
  { value: container, path }: Placed<ContainerManifest>,
  object: AppliedObject,
  world: World,
): readonly Variable[] {
  return [
    ...(container.envFrom ?? []).flatMap((from, index) =>
      ofFile({ value: from, path: below(path, "envFrom", index) }, object, world),
    ),
    ...(container.env ?? []).flatMap((variable, index) =>
      ofEntry({ value: variable, path: below(path, "env", index) }, object, world),
    ),
  ];
}

function ofFile(
  { value: from, path }: Placed<EnvFiles[number]>,
  object: AppliedObject,
  { outside }: World,
): readonly Variable[] {
  const { file, prefix = "", optional } = from;
  if (file === undefined) return [];
  const place = { source: object.source, path: below(path, "file") };
  const text = outside.find({ kind: "file", path: file }, place, { optional });
  if (text === undefined) return [];
  const { entries, mistakes } = parseEnvFile(text);
  for (const { line, message } of mistakes) {
    outside.refuse(place, `line ${line} of ${quote(file)} ${message}`, "write it as NAME=value");
  }
  return entries.flatMap(({ name, value, line }) => {
    // As Docker: a name alone is passed on from the environment, where it is there.
    const given = value ?? outside.find({ kind: "environment", name }, place, { optional: true });
    if (given === undefined) return [];
    const whole = prefix + name;
    const reason = misfit(whole, given);
    if (reason === undefined) return [{ name: whole, value: given, outside: true }];
    outside.refuse(place, `line ${line} of ${quote(file)} ${reason}`);
    return [];
  });
}

function ofEntry(
  { value: variable, path }: Placed<Variables[number]>,
  object: AppliedObject,
  { outside }: World,
): readonly Variable[] {
  const { name, value = "", valueFrom } = variable;
  const asked = sourceOf(variable);
  if (asked === undefined) return [{ name, value }];
  const place = { source: object.source, path: below(path, ...asked.keys) };
  const found = outside.find(asked.source, place, { optional: valueFrom?.optional });
  if (found === undefined) return [];
  // Editors and `echo` end a file with a line break that nobody means.
  const text = asked.source.kind === "environment" ? found : found.replace(/\r?\n$/, "");
  const reason = misfit(name, text);
  if (reason === undefined) return [{ name, value: text, outside: true }];
  outside.refuse(place, reason);
  return [];
}

/** Why a value cannot be one of a variable. */
function misfit(name: string, value: string): string | undefined {
  if (value.includes("\0")) return "has a NUL in the value";
  const bytes = new TextEncoder().encode(`${name}=${value}`).length;
  if (bytes < longestOne) return undefined;
  return `makes ${quote(name)} too long: ${bytes} bytes with its name; Linux takes at most ${longestOne - 1}`;
}
