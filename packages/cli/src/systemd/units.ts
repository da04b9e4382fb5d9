import { escapeValue, escapeWord } from "./escape.ts";

/** What the units of one `hashike systemd install` are made from. Everything is absolute already. */
export interface UnitSettings {
  /** Without `.service`. */
  readonly name: string;
  readonly mode: "timer" | "watch";
  readonly scope: Scope;
  /** What is shown of the addresses. */
  readonly description: string;
  /** node, the script, and the command with its words. */
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly envFile: string;
}

export type Scope = "system" | "user";

export interface UnitFile {
  /** With its suffix. */
  readonly name: string;
  readonly text: string;
}

/** The first line of every file that may be written anew and removed. */
export const marker =
  "# Made by `hashike systemd install`, which writes it anew; without this line it is left alone.";

/** The files, the one to enable first. */
export function unitFiles(settings: UnitSettings): readonly UnitFile[] {
  return settings.mode === "watch" ? [watchService(settings)] : [timer(settings), applyService(settings)];
}

/** Every file that an install of this name may have written. */
export function possibleFiles(name: string): readonly string[] {
  return [`${name}.timer`, `${name}.service`];
}

const stopping: readonly string[] = [
  // The end that a stop asks for.
  "SuccessExitStatus=143",
  // Only the process itself, so that what it has begun can be finished or put back.
  "KillMode=mixed",
  "TimeoutStopSec=5min",
];

function applyService(settings: UnitSettings): UnitFile {
  return unit(`${settings.name}.service`, [
    head(settings, "apply"),
    ["[Service]", "Type=oneshot", ...execution(settings), ...stopping],
  ]);
}

function timer({ name, intervalSeconds, scope, description }: UnitSettings): UnitFile {
  return unit(`${name}.timer`, [
    ["[Unit]", `Description=Hashike: apply ${escapeValue(description)} again and again`],
    [
      "[Timer]",
      `${scope === "system" ? "OnBootSec" : "OnStartupSec"}=${intervalSeconds}s`,
      `OnUnitActiveSec=${intervalSeconds}s`,
      // Else systemd takes the liberty of a minute.
      "AccuracySec=1s",
      `Unit=${name}.service`,
    ],
    ["[Install]", "WantedBy=timers.target"],
  ]);
}

function watchService(settings: UnitSettings): UnitFile {
  return unit(`${settings.name}.service`, [
    head(settings, "watch"),
    [
      "[Service]",
      "Type=exec",
      ...execution(settings),
      "ExecReload=/bin/kill -HUP $MAINPID",
      "Restart=always",
      "RestartSec=5s",
      // Wrong usage is not cured by trying again.
      "RestartPreventExitStatus=64",
      ...stopping,
    ],
    ["[Install]", `WantedBy=${settings.scope === "system" ? "multi-user.target" : "default.target"}`],
  ]);
}

function head({ scope, description }: UnitSettings, verb: string): readonly string[] {
  const what = `Description=Hashike: ${verb} ${escapeValue(description)}`;
  // The system's units cannot be waited for by a user's.
  if (scope === "user") return ["[Unit]", what, "After=docker.service podman.socket"];
  return [
    "[Unit]",
    what,
    "After=docker.service podman.socket network-online.target",
    "Wants=network-online.target",
  ];
}

function execution({ command, envFile, scope }: UnitSettings): readonly string[] {
  return [
    `ExecStart=${command.map(escapeWord).join(" ")}`,
    `EnvironmentFile=-${escapeValue(envFile)}`,
    ...(scope === "system" ? systemHardening(command) : []),
    "NoNewPrivileges=yes",
  ];
}

/** What a user's systemd may not do everywhere. `User=` also sets HOME, for ~/.docker and ~/.aws. */
function systemHardening(command: readonly string[]): readonly string[] {
  const usesTmp = command.some((word) => /^(\/var)?\/tmp\//.test(word));
  return ["User=root", "ProtectSystem=full", ...(usesTmp ? [] : ["PrivateTmp=yes"])];
}

function unit(name: string, sections: readonly (readonly string[])[]): UnitFile {
  return { name, text: `${marker}\n${sections.map((lines) => lines.join("\n")).join("\n\n")}\n` };
}
