import { RefusalError, shown } from "./refusal-error.ts";

/**
 * @param what e.g. `the config blobs/sha256/ab…`
 * @param claimed `undefined` where nothing is claimed
 * @throws RefusalError
 */
export function checkDigest(what: string, claimed: string | undefined, found: string): void {
  if (claimed === undefined || claimed === found) return;
  throw new RefusalError(
    `is damaged: ${shown(what)} should have the digest ${claimed.slice(0, 19)}, and has ${found.slice(0, 19)}`,
  );
}
