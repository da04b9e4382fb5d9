import { HashikeError, hasCredentials, isRegistryReference, parseImageReference } from "@hashike/core";
import { localNameOf } from "../images/local-name.ts";
import { otherCompression } from "../images/unpack/other-compression.ts";

/** An image in an archive somewhere. */
export interface ArchiveReference {
  /** Address of the archive: `s3://bucket/misc.images.tar.gz`. */
  readonly url: string;
  /** What the image is asked for by in notes and messages: `app:latest`, `app@sha256:…`. */
  readonly name: string;
  /** The name to look for among the archive's, as `docker save` writes it; absent where only a digest is given. */
  readonly tag?: string;
  /** Of the image's config, its manifest, or its index: whichever its tool has told. */
  readonly digest?: string;
  /** The name that the engine gives it. */
  readonly localName: string;
}

/** The first path part that looks like an archive, with a query (`?versionId=…`) if there is one. */
const archivePart =
  /^([^/]*\/(?:[^/]*\/)*?[^/?]*\.(?:tar|tar\.gz|tgz|tar\.zst|tar\.zstd|tzst)(?:\?[^/]*)?)(?:\/(.*))?$/is;
/** What other compressions are called. */
const otherPart = /\/[^/?]*\.(?:tar\.(bz2|xz|lz4|lzma|7z|br)|(tbz2?|txz))(?:\?[^/]*)?(?:\/|$)/i;
const compressionNames: Readonly<Record<string, string>> = {
  bz2: "bzip2",
  tbz: "bzip2",
  tbz2: "bzip2",
  txz: "xz",
};
const example = "docker-archive+s3://bucket/misc.images.tar.gz/app:latest";

/**
 * Reads `docker-archive+s3://bucket/misc.images.tar.gz/team/app:1.0`: the archive ends at the first path part that
 * looks like one, and the rest names an image in it. Credentials have no place in it, for plans and labels show it.
 * @throws HashikeError `MANIFEST_INVALID`
 */
export function parseArchiveReference(reference: string): ArchiveReference {
  const [, kind = "", rest = ""] = /^docker-archive\+([a-z0-9.-]+):\/\/(.*)$/is.exec(reference) ?? [];
  if (kind === "") throw invalid("is not the reference of an image in an archive", `write ${example}`);
  if (hasCredentials(reference)) throw invalid("must not have credentials in its address");
  const [, archive, image] = archivePart.exec(rest) ?? [];
  if (archive === undefined) {
    const other = otherPart.exec(rest);
    if (other !== null) {
      const { message, hint } = otherCompression(
        compressionNames[other[1] ?? other[2] ?? ""] ?? `${other[1]}`,
      );
      throw invalid(`names an archive that ${message}`, hint);
    }
    throw invalid(
      "has no part that ends in .tar, .tar.gz, .tgz or .tar.zst",
      `name the archive, as in ${example}`,
    );
  }
  const url = `${kind.toLowerCase()}://${archive}`;
  if (image === undefined || image === "") {
    throw invalid("must name an image in the archive", `write the image's name after it, as in ${example}`);
  }
  return { url, ...parseImage(image) };
}

function parseImage(image: string): Omit<ArchiveReference, "url"> {
  const digestAlone = /^@?(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
  if (digestAlone !== undefined) {
    return { name: digestAlone, digest: digestAlone, localName: localNameOf("archive", digestAlone) };
  }
  const parsed = parseImageReference(image);
  if ("error" in parsed) throw invalid(`names an image that ${parsed.error}`, parsed.hint);
  if (!isRegistryReference(parsed)) throw invalid("has a second scheme after the archive");
  const { tag, digest, familiar } = parsed;
  const repository = familiar.replace(/@.*/s, "").replace(/:[^/:]*$/, "");
  if (digest === undefined) return { name: familiar, tag: familiar, localName: familiar };
  if (!digest.startsWith("sha256:")) throw invalid("has a digest that is not a sha256");
  const found = { name: familiar, digest };
  return tag === undefined
    ? { ...found, localName: localNameOf(repository, digest) }
    : { ...found, tag: `${repository}:${tag}`, localName: `${repository}:${tag}` };
}

function invalid(message: string, hint?: string): HashikeError {
  return new HashikeError("MANIFEST_INVALID", message, { hint });
}
