import type { DriverSpec } from "../../../desired/desired-state.ts";
import { secretPlaceholder } from "../../../desired/secret-values.ts";
import { withoutSensitive } from "../../../desired/sensitive.ts";
import { below, type Placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { mapping, optional, type Static, text, textMap } from "../../../manifest/schema.ts";
import { isAgeArmor } from "../../../manifest/values/age-armor.ts";
import type { ManifestPlace } from "../../outside-values.ts";
import type { World } from "../../world.ts";

export const engineVolumeSchema = mapping(
  "EngineVolume",
  "A volume of the engine by a driver with options, for NFS, CIFS, a tmpfs and plugins: {options: {type: nfs, o: addr=10.0.0.5, device: ':/srv'}}. It is kept until it is deleted by name; another driver or other options need another volume. Kind Hashike's own.",
  {
    driver: optional(
      text("Name of the driver: local, or that of a plugin.", { default: "local", minLength: 1 }),
    ),
    options: optional(
      textMap(
        "Options of the driver, as texts; of local: type, device and o, as mount has them. A value may be a text encrypted by age. What looks like a password is kept out of output; the engine shows it to everyone who may ask it.",
      ),
    ),
  },
);

export type EngineVolumeManifest = Static<typeof engineVolumeSchema>;
type LooseEngineVolume = { readonly driver?: string | undefined; readonly options?: object | undefined };

/** An engine makes nothing of half of what `mount` needs. */
export function* checkEngineVolume({
  value: { driver = "local", options = {} },
  path,
}: Placed<LooseEngineVolume>): Generator<Problem> {
  if (driver !== "local" || !["type", "device", "o"].some((name) => name in options)) return;
  for (const name of ["type", "device"]) {
    if (name in options) continue;
    yield {
      path: below(path, "options"),
      message: `has no ${name}, without which driver local mounts nothing`,
      hint: 'write type and device, as in {type: tmpfs, device: tmpfs, o: "size=8m"}',
    };
  }
}

/** @param place where it is written */
export function buildVolumeDriver(
  { driver = "local", options = {} }: EngineVolumeManifest,
  place: ManifestPlace,
  { secrets, outside }: World,
): DriverSpec {
  const optionOf = (name: string, given: string) => {
    const hide = (secret: string) => secretPlaceholder(secrets.add(`option ${name}`, secret));
    if (!isAgeArmor(given)) return withoutSensitive(name, given, hide);
    const at = { ...place, path: below(place.path, "options", name) };
    const found = outside.find({ kind: "age", text: given }, at) ?? "";
    return hide(found.replace(/\r?\n$/, ""));
  };
  const built = Object.entries(options).map(([name, given]) => [name, optionOf(name, given)]);
  return { name: driver, options: Object.fromEntries(built) };
}
