import { HashikeError } from "@hashike/core";
import { printable } from "./printable.ts";

const expected = "unix:///path/to.sock, tcp://host:port or ssh://user@host";

/**
 * @param where the option, variable or file at fault
 * @param hint what to do; default: the forms an address can have
 */
export function endpointInvalid(
  where: string,
  problem: string,
  hint?: string,
  cause?: unknown,
): HashikeError {
  return new HashikeError("DRIVER_ENDPOINT_INVALID", `${where}: ${printable(problem)}`, {
    hint: hint ?? `write the engine's address as ${expected}`,
    cause,
  });
}
