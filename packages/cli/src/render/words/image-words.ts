import type { ObservedContainer } from "@hashike/core";

/**
 * What a container's image is called: as in its manifest where the last-applied record tells, for engines often
 * know only the ID that it was created from.
 */
export function imageWords(container: ObservedContainer): string {
  return shortDigests(imageInRecord(container.record) ?? container.image);
}

/** `sha256:6bb7a3a239fb`: nobody reads the last 52 digits. */
export function shortDigests(text: string): string {
  return text.replace(/\b(sha256:[0-9a-f]{12})[0-9a-f]{52}\b/g, "$1");
}

function imageInRecord(record: string | undefined): string | undefined {
  try {
    const { image } = JSON.parse(record ?? "{}") as { image?: unknown };
    return typeof image === "string" ? image : undefined;
  } catch {
    return undefined;
  }
}
