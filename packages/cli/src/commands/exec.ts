import { HashikeError } from "@hashike/core";
import { flag, type RawOptions, text } from "../args/options.ts";
import { withContainer } from "../engine/with-container.ts";
import type { Context } from "../process/context.ts";
import type { Outcome } from "../process/outcome.ts";
import { runSession } from "../process/run-session.ts";

/** `hashike exec NAME -- COMMAND…`: runs a command in a container. */
export async function exec(
  [name = "", ...command]: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  return withContainer({ name, container: text(raw, "container") }, context, async (container, driver) => {
    const open = driver.exec?.bind(driver);
    if (open === undefined) {
      throw new HashikeError("DRIVER_UNSUPPORTED", `driver ${driver.name} cannot run commands in containers`);
    }
    const exitCode = await runSession(
      (session) => open(container, { ...session, command }),
      { stdin: flag(raw, "stdin"), tty: flag(raw, "tty") },
      context,
    );
    if (exitCode === 0) return { exitCode };
    return { exitCode, trouble: () => `command terminated with exit code ${exitCode}\n` };
  });
}
