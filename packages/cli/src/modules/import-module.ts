import { HashikeError } from "@hashike/core";
import { resolveModule } from "./resolve-module.ts";

/**
 * Imports a module that the user named.
 * @throws HashikeError `MODULE_INVALID` when it is not there or fails while it is loaded
 */
export async function importModule(
  specifier: string,
  cwd: string,
): Promise<Readonly<Record<string, unknown>>> {
  const url = resolveModule(specifier, cwd);
  if (url === undefined) {
    throw new HashikeError("MODULE_INVALID", `${specifier}: no such module`, {
      hint: "give a path from the current folder, such as ./my-driver.js, or a package that is installed there",
    });
  }
  try {
    return (await import(url)) as Record<string, unknown>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HashikeError("MODULE_INVALID", `${specifier}: cannot be loaded: ${reason}`, { cause });
  }
}
