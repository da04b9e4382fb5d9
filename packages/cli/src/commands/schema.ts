import { manifestJsonSchema } from "@hashike/core";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";

/** `hashike schema`: the JSON Schema of manifests, for editors. */
export async function schema(): Promise<Outcome> {
  return { exitCode: exitCode.done, data: manifestJsonSchema(), format: "json" };
}
