import type { RawOptions } from "../args/options.ts";
import type { Context } from "../process/context.ts";
import { diffExitCode, exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { plan } from "./plan.ts";

/** `hashike diff FILE…`: plan, with the exit codes of `kubectl diff`. */
export async function diff(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const outcome = await plan(addresses, { ...raw, detailedExitcode: true }, context);
  return outcome.exitCode === exitCode.changesPending
    ? { ...outcome, exitCode: diffExitCode.different }
    : outcome;
}
