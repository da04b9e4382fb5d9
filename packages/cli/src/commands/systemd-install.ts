import { resolve } from "node:path";
import { flag, type RawOptions, text } from "../args/options.ts";
import { usageError } from "../args/usage-error.ts";
import { withoutSecrets } from "../input/address-secrets.ts";
import type { Context } from "../process/context.ts";
import { exitCode } from "../process/exit-codes.ts";
import type { Outcome } from "../process/outcome.ts";
import { lineDiff } from "../systemd/line-diff.ts";
import { ownFiles, type Written, writeUnits } from "../systemd/own-files.ts";
import { systemctl, systemdRuns } from "../systemd/systemctl.ts";
import { unitCommand } from "../systemd/unit-command.ts";
import { type UnitPlace, unitsOf } from "../systemd/unit-place.ts";
import { possibleFiles, type UnitFile, unitFiles } from "../systemd/units.ts";
import { durationOption } from "../watch/duration-option.ts";
import { readListenAddress } from "../watch/listen-address.ts";

/** `hashike systemd install FILE…`: writes a service and its timer, or a service that watches. */
export async function systemdInstall(
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
): Promise<Outcome> {
  const { place, name } = unitsOf(addresses, raw, context);
  const files = makeFiles(name, addresses, raw, context, place);
  if (flag(raw, "print")) return { exitCode: exitCode.done, text: () => printed(files, place) };

  if (flag(raw, "now") && !systemdRuns())
    throw usageError("--now: systemd does not run here", "leave it out, and enable the units where it runs");
  const wanted = files.map((f) => f.name);
  const others = await ownFiles(
    place.folder,
    possibleFiles(name).filter((file) => !wanted.includes(file)),
  );
  if (others.length > 0) {
    throw usageError(
      `${others.join(", ")} is there from an install of the other kind`,
      `run \`hashike systemd uninstall --name ${name}\` first, or choose another --name`,
    );
  }
  const written = await writeUnits(place.folder, files);
  const commands = startCommands(place, wanted[0] ?? name, written);
  if (flag(raw, "now")) for (const words of commands) await systemctl(words);
  const next = flag(raw, "now")
    ? `Started ${wanted[0]}.\n`
    : `Start it now and at every boot:\n  ${commands.map((words) => words.join(" ")).join(" && ")}\n`;
  return {
    exitCode: exitCode.done,
    text: () =>
      `${written.map((one, n) => writtenText(one, files[n])).join("")}${npxText()}${envText(raw, name, context, place)}${next}`,
  };
}

/** What runs already with other settings goes on with them until it is started anew. */
function startCommands(
  { systemctl: program }: UnitPlace,
  unit: string,
  written: readonly Written[],
): readonly (readonly string[])[] {
  const isChanged = written.some(({ kind }) => kind === "changed");
  return [
    [...program, "daemon-reload"],
    [...program, "enable", "--now", unit],
    ...(isChanged ? [[...program, "restart", unit]] : []),
  ];
}

function makeFiles(
  name: string,
  addresses: readonly string[],
  raw: RawOptions,
  context: Context,
  place: UnitPlace,
): readonly UnitFile[] {
  const mode = flag(raw, "watch") ? "watch" : "timer";
  const intervalSeconds = durationOption(raw, "interval") ?? 60;
  const onlyWatch = (["lookInterval", "listen"] as const).find((option) => raw[option] !== undefined);
  if (mode === "timer" && onlyWatch !== undefined)
    throw usageError(
      `--${onlyWatch === "listen" ? "listen" : "look-interval"} is for a service that watches`,
      "add --watch",
    );
  durationOption(raw, "lookInterval");
  const listen = text(raw, "listen");
  if (listen !== undefined) readListenAddress(listen);
  return unitFiles({
    name,
    mode,
    scope: place.scope,
    description: addresses.map(withoutSecrets).join(" "),
    command: unitCommand(mode === "watch" ? "watch" : "apply", addresses, raw, context),
    intervalSeconds,
    envFile: envFileOf(raw, name, context, place),
  });
}

function envFileOf(raw: RawOptions, name: string, { cwd }: Context, place: UnitPlace): string {
  const given = text(raw, "envFile");
  return given === undefined ? place.envFile(name) : resolve(cwd, given);
}

function printed(files: readonly UnitFile[], { folder }: UnitPlace): string {
  return files.map((file) => `# ${folder}/${file.name}\n${file.text}`).join("\n");
}

function writtenText(written: Written, file: UnitFile | undefined): string {
  switch (written.kind) {
    case "new":
      return `Wrote ${written.path}\n`;
    case "same":
      return `${written.path} is as it should be\n`;
    case "changed":
      return `Wrote ${written.path} anew:\n${lineDiff(written.before, file?.text ?? "")}`;
  }
}

function envText(raw: RawOptions, name: string, context: Context, place: UnitPlace): string {
  return `Credentials, such as AWS_ACCESS_KEY_ID=…, can stand in ${envFileOf(raw, name, context, place)}\n`;
}

/** npx keeps what it runs in a cache that it clears. */
function npxText(): string {
  if (process.argv[1]?.includes("/_npx/") !== true) return "";
  return "notice: the units run Hashike from the cache of npx, which may be cleared: npm install --global hashike, then install again\n";
}
