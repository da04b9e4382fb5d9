import { HashikeError } from "@hashike/core";

/**
 * Puts what the file system said into the user's words.
 * @param shown the address as the user gave it
 */
export function fileError(shown: string, cause: unknown): HashikeError {
  const code = codeOf(cause);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return new HashikeError("SOURCE_NOT_FOUND", `${shown}: no such file or folder`, {
        cause,
        hint: "check the path; it is relative to the current folder",
      });
    case "EACCES":
    case "EPERM":
      return new HashikeError("SOURCE_UNREADABLE", `${shown}: permission denied`, {
        cause,
        hint: "allow this user to read it",
      });
    case "ERR_INVALID_FILE_URL_HOST":
    case "ERR_INVALID_FILE_URL_PATH":
    case "ERR_INVALID_URL":
      return new HashikeError("SOURCE_NOT_FOUND", `${shown}: not the URL of a file on this machine`, {
        cause,
        hint: "write file:///absolute/path, or just the path",
      });
    default:
      return new HashikeError("SOURCE_UNREADABLE", `${shown}: cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
