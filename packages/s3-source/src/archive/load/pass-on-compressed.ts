import { freshPath } from "../../images/hybrid-tar.ts";
import type { ImageLimits } from "../../images/image-limits.ts";
import { packLayer } from "../../images/pack-layer.ts";
import { counted } from "../../images/unpack/growth-check.ts";
import { layerCompression } from "../../images/unpack/other-compression.ts";
import { uncompress } from "../../images/unpack/uncompress.ts";
import { headBytes, isDocument, withHead } from "../../tar/documents.ts";
import { sequentialInput } from "../../tar/sequential-input.ts";
import { type TarEntry, tarEntries, truncated } from "../../tar/tar-entries.ts";
import type { CompressedContents, PassedFile } from "../compressed-contents.ts";
import type { CompressedArchive } from "../open-archive.ts";

/** What stands in an archive beside images: the engine gets other ones, made here. */
const ownDocuments = new Set(["repositories", "oci-layout"]);

/**
 * Streams a compressed archive by, once: layers go on to the engine as they come, measured; documents are kept, and
 * are neither many nor long. When this returns, the archive was read to its end and its checksum is right.
 * @param onRead called with the number of compressed bytes that were read
 * @throws RefusalError for an archive that is refused; HashikeError of the object
 */
export async function* passOnCompressed(
  archive: CompressedArchive,
  limits: ImageLimits,
  { signal, onRead }: { readonly signal: AbortSignal; readonly onRead: (bytes: number) => void },
): AsyncGenerator<Uint8Array, CompressedContents> {
  const { object, stat, compression } = archive;
  const body = counted(object.read(stat, 0, stat.size, { signal }), onRead);
  const input = sequentialInput(uncompress(body, compression, limits));
  const entries = new Map<string, TarEntry>();
  const kept = new Map<string, Uint8Array>();
  const passed = new Map<string, PassedFile>();
  let keptBytes = 0;
  for await (const entry of tarEntries(input, limits)) {
    entries.set(entry.name, entry);
    if (entry.kind !== "file" || ownDocuments.has(entry.name)) continue;
    if (await isDocument(entry, input, limits.maxDocumentBytes, limits.maxKeptBytes - keptBytes)) {
      const bytes = await input.read(entry.offset, entry.size);
      if (bytes.length < entry.size) throw truncated();
      kept.set(entry.name, bytes);
      keptBytes += bytes.length;
      continue;
    }
    const head = await input.read(entry.offset, Math.min(entry.size, headBytes));
    const file = {
      path: freshPath(),
      size: entry.size,
      compression: layerCompression(head),
      body: withHead(head, entry, input),
    };
    const measured = yield* packLayer(file, limits);
    passed.set(entry.name, { ...measured, path: file.path });
  }
  await input.drain();
  return { entries, kept, passed };
}
