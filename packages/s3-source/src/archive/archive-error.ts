/**
 * Why an archive is refused. It does not name the archive: whoever has opened it turns this into a HashikeError, or
 * into a status, that does.
 */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** Text out of an archive, fit for a message: without control characters, and not long. */
export function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "?");
  return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain;
}
