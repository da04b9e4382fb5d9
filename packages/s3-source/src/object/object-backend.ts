import type { HashikeError } from "@hashike/core";
import type { OpenBody } from "./body-chunks.ts";

/** What a kind of server has to do for an object of its to be read. */
export interface ObjectBackend {
  /** For people. */
  readonly address: string;
  /** What the object is, without its bytes. Errors as of `get`. */
  head(signal: AbortSignal | undefined): Promise<PartStat>;
  /**
   * Asks for some of the bytes. A server may answer with more: `start` says what came.
   * @throws HashikeError where trying again is of no use: `SOURCE_CHANGED` when it is not this version any more.
   *   Any other error may pass
   */
  get(part: PartRequest, signal: AbortSignal | undefined): Promise<OpenPart>;
  /**
   * Asks for all of it, unless it is the version that is known.
   * @returns undefined when it is
   */
  getUnless(version: string | undefined, signal: AbortSignal | undefined): Promise<OpenPart | undefined>;
  /** An error of `head` and `get` in the user's words. */
  explain(error: unknown): Promise<HashikeError>;
}

export interface PartRequest {
  /** As HTTP's `Range` header has it: `bytes=0-99`, `bytes=-100`. */
  readonly range: string;
  readonly version?: string | undefined;
}

export interface PartStat {
  /** In bytes; undefined where the server does not say. */
  readonly size: number | undefined;
  readonly version: string;
}

export interface OpenPart extends OpenBody {
  readonly stat: PartStat;
  /** Where in the object the first byte of the body stands. */
  readonly start: number;
}

/** Of a `Content-Range` header: `bytes 5-9/10`. */
export function parseContentRange(
  text: string | undefined,
): { readonly start: number; readonly size: number | undefined } | undefined {
  const [, start, size] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(text ?? "") ?? [];
  if (start === undefined) return undefined;
  return { start: Number(start), size: size === "*" ? undefined : Number(size) };
}
