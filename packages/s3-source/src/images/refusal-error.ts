/**
 * Why an archive, or an image in a store, is refused. It does not name it: whoever has opened it turns this into a
 * HashikeError, or into a status, that does. Without a hint it is damaged, and to be put there anew.
 */
export class RefusalError extends Error {
  override readonly name = "RefusalError";
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** What was found wrong with the bytes of one layer. */
export function inLayer(error: unknown): unknown {
  if (!(error instanceof RefusalError) || error.message.startsWith("has ")) return error;
  return new RefusalError(`has a layer that ${error.message}`, error.hint);
}

/** Text out of an archive or a store, fit for a message: without control characters, and not long. */
export function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "?");
  return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain;
}
