import type { ImageTransfer } from "../../observed/observed-state.ts";

/** `load 1 of 6 layers, 1.1 MB of 501 MB`; `load 501 MB` where layers are not told apart. */
export function formatTransfer({ bytes, totalBytes, layers, totalLayers }: ImageTransfer): string {
  if (layers === undefined || totalLayers === undefined) return `load ${formatSize(bytes)}`;
  if (layers === 0) return "every layer is on the engine";
  const word = totalLayers === 1 ? "layer" : "layers";
  return `load ${layers} of ${totalLayers} ${word}, ${formatSize(bytes)} of ${formatSize(totalBytes)}`;
}

const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** Thousands, as registries and disks count; a decimal below 10, where it tells something. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
