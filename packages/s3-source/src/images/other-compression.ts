import { RefusalError } from "./refusal-error.ts";

/**
 * Node 20 cannot read them, Engine 20.10 cannot read the first, and containerd stores not the others.
 * @param head the first bytes of a layer
 */
export function refuseOtherCompression(head: Uint8Array): void {
  const start = Buffer.from(head).toString("hex");
  const name =
    (start.startsWith("28b52ffd") && "zstd") ||
    (start.startsWith("fd377a58") && "xz") ||
    (start.startsWith("425a68") && "bzip2");
  if (!name) return;
  throw new RefusalError(`has a layer that is compressed with ${name}`, "write it with `docker save`");
}
