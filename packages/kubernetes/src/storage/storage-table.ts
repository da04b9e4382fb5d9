const shortModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

/** `RWO,RWX`, as kubectl has it. */
export function modesText(modes: readonly (string | undefined)[] = []): string {
  return modes.flatMap((mode) => (mode === undefined ? [] : (shortModes[mode] ?? mode))).join(",");
}
