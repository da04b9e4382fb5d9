import { ArchiveError, shown } from "./archive-error.ts";

/**
 * @param what e.g. `the config blobs/sha256/ab…`
 * @param claimed `undefined` where nothing is claimed
 * @throws ArchiveError
 */
export function checkDigest(what: string, claimed: string | undefined, found: string): void {
  if (claimed === undefined || claimed === found) return;
  throw new ArchiveError(
    `is damaged: ${shown(what)} should have the digest ${claimed.slice(0, 19)}, and has ${found.slice(0, 19)}`,
    "make the archive anew, and upload it again",
  );
}
