import type { HostPathType } from "../desired/desired-state.ts";
import type { HostPathKind } from "./observed-state.ts";

/** `act`: to be looked at, or made, as the first action of an apply. The words go after the path. */
export type HostPathVerdict = "good" | "act" | { readonly message: string; readonly hint: string };

const wantedKind: Readonly<Record<Exclude<HostPathType, "">, HostPathKind>> = {
  DirectoryOrCreate: "directory",
  Directory: "directory",
  FileOrCreate: "file",
  File: "file",
  Socket: "socket",
  CharDevice: "charDevice",
  BlockDevice: "blockDevice",
};

/**
 * Holds what is there against what the manifest says.
 * Source of the rules: kubernetes/api core/v1/types.go, HostPathType.
 */
export function judgeHostPath(type: HostPathType, kind: HostPathKind): HostPathVerdict {
  // Without a type anything will do, and the engine makes a missing directory when the container starts.
  if (type === "") return "good";
  if (kind === "unknown") return "act";
  if (kind === wantedKind[type]) return "good";
  if (kind !== "missing") {
    return {
      message: `is ${describeKind(kind)} on the engine's host, but type ${type} wants ${describeKind(wantedKind[type])}`,
      hint: "correct the path or its type",
    };
  }
  if (type === "DirectoryOrCreate") return "good";
  if (type === "FileOrCreate") return "act";
  const orCreate = type === "Directory" || type === "File" ? `, or write type: ${type}OrCreate` : "";
  return {
    message: `does not exist on the engine's host, but type ${type} wants ${describeKind(wantedKind[type])}`,
    hint: `create it there${orCreate}`,
  };
}

function describeKind(kind: HostPathKind): string {
  const words: Readonly<Record<HostPathKind, string>> = {
    missing: "missing",
    directory: "a directory",
    file: "a file",
    socket: "a socket",
    charDevice: "a character device",
    blockDevice: "a block device",
    other: "something else",
    unknown: "unknown",
  };
  return words[kind];
}
