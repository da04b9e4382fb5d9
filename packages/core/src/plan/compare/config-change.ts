import { mountedFilePaths } from "../../desired/mounted-files.ts";
import type { FileVersion } from "../../observed/observed-state.ts";
import { isUp } from "../containers/container-actions.ts";
import type { Step } from "../containers/container-step.ts";
import type { Cause } from "../steps/cause.ts";

type Versions = Readonly<Record<string, FileVersion>>;

export interface ConfigChange {
  /** The paths of the files that changed, sorted. */
  readonly files: readonly string[];
  /** Whether a new file has taken the place of one: a container that goes on running still has the one before. */
  readonly isNewFile: boolean;
  /** Of all files that it mounts read-only, as they are now. */
  readonly now: Versions;
}

/**
 * Which of the files that a container only reads are others than it knows. Nothing of one of which nobody knows what it
 * had, and of files that are gone or cannot be seen: there is nothing that it could be given.
 */
function configChange({ current, spec, note, input }: Step): ConfigChange | undefined {
  if (current?.mountedFiles === undefined) return undefined;
  const known = note?.taken?.containerId === current.id ? note.taken.files : current.mountedFiles;
  const seen = input.observed.mountedFiles ?? {};
  const paths = mountedFilePaths(spec);
  const files = paths.filter((path) => {
    const now = versionOf(seen, path);
    return now !== undefined && !isSame(now, versionOf(known, path));
  });
  if (files.length === 0) return undefined;
  const now = paths.flatMap((path) => {
    const version = versionOf(seen, path) ?? versionOf(known, path);
    return version === undefined ? [] : [[path, version] as const];
  });
  const isNewFile = files.some((path) => versionOf(seen, path)?.file !== versionOf(known, path)?.file);
  return { files, isNewFile, now: Object.fromEntries(now) };
}

/** @returns why a new container is needed, as the files that it mounts changed; `undefined` where none is */
export function configCause(step: Step): Cause | undefined {
  const change = configChange(step);
  if (change === undefined) return undefined;
  const rule = ruleOf(step);
  if (rule.kind === "replace") return { kind: "config", files: change.files };
  const isTooLate =
    rule.kind === "signal" && change.isNewFile && step.current !== undefined && isUp(step.current);
  return isTooLate && step.spec.role !== "init"
    ? { kind: "config", files: change.files, unheard: rule.signal }
    : undefined;
}

export type Reload = ConfigChange &
  ({ readonly by: "restart" } | { readonly by: "signal"; readonly signal: string });

/** @returns how a container is to take over what changed without a new one; `undefined` where there is nothing to do */
export function reloadOf(step: Step): Reload | undefined {
  const change = configChange(step);
  if (change === undefined) return undefined;
  const rule = ruleOf(step);
  if (rule.kind === "signal") return { ...change, by: "signal", signal: rule.signal };
  return rule.kind === "restart" ? { ...change, by: "restart" } : undefined;
}

/** Tells what a container has of its files from what another one, of the same record, had. Empty where none are seen. */
export function versionsText({ spec, input }: Step): string {
  const seen = input.observed.mountedFiles;
  if (seen === undefined) return "";
  return mountedFilePaths(spec)
    .map((path) => {
      const version = versionOf(seen, path);
      return version === undefined ? "" : ` ${path} ${version.file} ${version.content}`;
    })
    .join("");
}

function ruleOf({ spec }: Step) {
  return spec.update.onConfigChange ?? ({ kind: "replace" } as const);
}

function versionOf(versions: Versions, path: string): FileVersion | undefined {
  return Object.hasOwn(versions, path) ? versions[path] : undefined;
}

function isSame(a: FileVersion, b: FileVersion | undefined): boolean {
  return a.file === b?.file && a.content === b.content;
}
