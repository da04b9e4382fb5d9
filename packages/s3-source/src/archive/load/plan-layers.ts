import type { ImageConfig } from "../../images/image-config.ts";
import type { PlannedLayer } from "../../images/planned-layer.ts";
import { layerCompression } from "../../images/unpack/other-compression.ts";
import { resolveFile } from "../../tar/resolve-links.ts";
import { digestIn } from "../archive-manifest.ts";
import type { ArchivedImage } from "../archived-image.ts";
import type { ArchiveContents, TarArchive } from "../tar-archive.ts";

/** @throws RefusalError for a layer that is not there, or compressed in a way that cannot be verified */
export function planLayers(
  { object, stat }: TarArchive,
  image: ArchivedImage,
  config: ImageConfig,
  { entries, heads }: ArchiveContents,
): readonly PlannedLayer[] {
  return config.diffIds.map((diffId, index) => {
    const { name, size, offset } = resolveFile(image.layerPaths[index] ?? "", entries, image.namedBy);
    const head = heads.get(name) ?? new Uint8Array();
    return {
      name,
      diffId,
      size,
      claimedDigest: digestIn(name),
      compression: layerCompression(head),
      read: (signal) => object.read(stat, offset, offset + size, { signal }),
    };
  });
}
