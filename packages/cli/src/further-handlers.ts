import { deleteOwned } from "./commands/delete.ts";
import { get } from "./commands/get.ts";
import { imageGc } from "./commands/image-gc.ts";
import { imageLs } from "./commands/image-ls.ts";
import { imagePull } from "./commands/image-pull.ts";
import { imagePush } from "./commands/image-push.ts";
import { imageRm } from "./commands/image-rm.ts";
import { logs } from "./commands/logs.ts";
import { schema } from "./commands/schema.ts";
import { systemdInstall } from "./commands/systemd-install.ts";
import { systemdUninstall } from "./commands/systemd-uninstall.ts";
import { watch } from "./commands/watch.ts";
import type { Handler } from "./handlers.ts";

/** The commands that no timer runs, or whose start nobody waits for. */
export const furtherHandlers = {
  get,
  logs,
  delete: deleteOwned,
  schema,
  watch,
  "image push": imagePush,
  "image pull": imagePull,
  "image ls": imageLs,
  "image rm": imageRm,
  "image gc": imageGc,
  "systemd install": systemdInstall,
  "systemd uninstall": systemdUninstall,
} as const satisfies Readonly<Record<string, Handler>>;
