import type { RangedObject } from "@hashike/core";
import { createRangedObject } from "../object/create-ranged-object.ts";
import type { Patience } from "../object/patience.ts";
import { parseHttpAddress } from "./http-address.ts";
import { createHttpBackend } from "./http-backend.ts";
import type { HttpOptions } from "./http-options.ts";

/**
 * What is behind an `http:` or `https:` URL. A server that knows no ranges is asked for everything, and what is not
 * wanted is thrown away.
 * @throws HashikeError `USAGE` when it is no such URL
 */
export function openHttpObject(
  address: string,
  options: HttpOptions = {},
  patience?: Patience,
): RangedObject {
  return createRangedObject(createHttpBackend(parseHttpAddress(address), options), patience);
}
