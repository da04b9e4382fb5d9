import { join } from "node:path";
import type { Context } from "../context.ts";
import { exitCode } from "../exit-codes.ts";
import { notFound } from "../not-found.ts";
import type { RawOptions } from "../options.ts";
import type { Outcome } from "../outcome.ts";
import { ownFiles, removeUnits } from "../systemd/own-files.ts";
import { systemctl, systemdRuns } from "../systemd/systemctl.ts";
import { unitName, unitPlace } from "../systemd/unit-place.ts";
import { possibleFiles } from "../systemd/units.ts";

/** `hashike systemd uninstall`: stops and removes what `systemd install` wrote. Containers run on. */
export async function systemdUninstall(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const place = unitPlace(raw, context);
  const name = unitName(raw, addresses);
  const files = await ownFiles(place.folder, possibleFiles(name));
  if (files.length === 0) throw notFound("units", join(place.folder, name), []);
  const running = systemdRuns();
  if (running) await systemctl([...place.systemctl, "disable", "--now", ...files]);
  await removeUnits(place.folder, files);
  if (running) await systemctl([...place.systemctl, "daemon-reload"]);
  return {
    exitCode: exitCode.done,
    text: () => files.map((file) => `Removed ${join(place.folder, file)}\n`).join(""),
  };
}
