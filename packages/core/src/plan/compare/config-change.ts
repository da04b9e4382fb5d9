import { mountedFilePaths } from "../../desired/mounted-files.ts";
import type { FileVersion } from "../../observed/observed-state.ts";
import { isUp } from "../containers/container-actions.ts";
import type { Step } from "../containers/container-step.ts";
import type { Cause } from "../steps/cause.ts";

type Versions = Readonly<Record<string, FileVersion>>;

export interface ConfigChange {
  /** The paths of the files that changed, sorted. */
  readonly files: readonly string[];
  /**
   * Whether a new file has taken the place of one: a container that goes on running still has the one before.
   * `undefined`: that cannot be told.
   */
  readonly isNewFile: boolean | undefined;
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
  return { files, isNewFile: hasNewFile(files, seen, known), now: Object.fromEntries(now) };
}

function hasNewFile(files: readonly string[], seen: Versions, known: Versions): boolean | undefined {
  const pairs = files.map((path) => [versionOf(seen, path), versionOf(known, path)] as const);
  if (pairs.some(([now, before]) => before === undefined || isOtherFile(now, before))) return true;
  return pairs.some(([now, before]) => now?.file === undefined || before?.file === undefined)
    ? undefined
    : false;
}

/** @returns why a new container is needed, as the files that it mounts changed; `undefined` where none is */
export function configCause(step: Step): Cause | undefined {
  const change = configChange(step);
  if (change === undefined) return undefined;
  const rule = ruleOf(step);
  if (rule.kind === "replace") return { kind: "config", files: change.files };
  // Where it cannot be told, the signal may be sent in vain.
  const isTooLate =
    rule.kind === "signal" && change.isNewFile !== false && step.current !== undefined && isUp(step.current);
  if (!isTooLate || step.spec.role === "init") return undefined;
  const { files } = change;
  return { kind: "config", files, unheard: rule.signal, ...(change.isNewFile ? {} : { isInDoubt: true }) };
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
      return version === undefined ? "" : ` ${path} ${version.file ?? ""} ${version.content}`;
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
  return a.content === b?.content && !isOtherFile(a, b);
}

/** Only where both tell which file they are of. */
function isOtherFile(a: FileVersion | undefined, b: FileVersion | undefined): boolean {
  return a?.file !== undefined && b?.file !== undefined && a.file !== b.file;
}
