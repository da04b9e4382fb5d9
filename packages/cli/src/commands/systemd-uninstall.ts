import { join } from "node:path";
import { notFound } from "../args/not-found.ts";
import type { RawOptions } from "../args/options.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { ownFiles, removeUnits } from "../systemd/own-files.ts";
import { failedUnits, systemctl, systemdRuns } from "../systemd/systemctl.ts";
import { type UnitPlace, unitsOf } from "../systemd/unit-place.ts";
import { possibleFiles } from "../systemd/units.ts";

/** `hashike systemd uninstall`: stops and removes what `systemd install` wrote. Containers run on. */
export async function systemdUninstall(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const { place, name } = unitsOf(addresses, raw, context);
  const files = await ownFiles(place.folder, possibleFiles(name));
  if (files.length === 0) throw notFound("units", join(place.folder, name), []);
  const running = systemdRuns();
  if (running) await systemctl([...place.systemctl, "disable", "--now", ...files]);
  await removeUnits(place.folder, files);
  if (running) await forget(place, files);
  return {
    exitCode: exitCode.done,
    text: () => files.map((file) => `Removed ${join(place.folder, file)}\n`).join(""),
  };
}

/** systemd lists a unit that failed until it is reset; one that did not fail cannot be reset. */
async function forget({ systemctl: program }: UnitPlace, files: readonly string[]): Promise<void> {
  await systemctl([...program, "daemon-reload"]);
  const failed = await failedUnits(program, files);
  if (failed.length > 0) await systemctl([...program, "reset-failed", ...failed]);
}
