import { isGzip } from "../images/gunzip.ts";
import type { ImageConfig } from "../images/image-config.ts";
import { refuseOtherCompression } from "../images/other-compression.ts";
import type { PlannedLayer } from "../images/planned-layer.ts";
import { resolveFile } from "../tar/resolve-links.ts";
import { type ArchivedImage, digestIn } from "./archive-manifest.ts";
import type { ArchiveContents, TarArchive } from "./tar-archive.ts";

/** @throws RefusalError for a layer that is not there, or compressed in a way that cannot be verified */
export function planLayers(
  { object, stat }: TarArchive,
  image: ArchivedImage,
  config: ImageConfig,
  { entries, heads }: ArchiveContents,
): readonly PlannedLayer[] {
  return config.diffIds.map((diffId, index) => {
    const { name, size, offset } = resolveFile(image.layerPaths[index] ?? "", entries);
    const head = heads.get(name) ?? new Uint8Array();
    refuseOtherCompression(head);
    return {
      name,
      diffId,
      size,
      claimedDigest: digestIn(name),
      isCompressed: isGzip(head),
      read: (signal) => object.read(stat, offset, offset + size, { signal }),
    };
  });
}
