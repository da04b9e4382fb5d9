import { imageGc } from "./commands/image-gc.ts";
import { imageLs } from "./commands/image-ls.ts";
import { imagePull } from "./commands/image-pull.ts";
import { imagePush } from "./commands/image-push.ts";
import { imageRm } from "./commands/image-rm.ts";
import { systemdInstall } from "./commands/systemd-install.ts";
import { systemdUninstall } from "./commands/systemd-uninstall.ts";
import { watch } from "./commands/watch.ts";
import type { Handler } from "./handlers.ts";

/** Commands that need much that the others do not: nobody waits for the start of these. */
export const furtherHandlers = {
  watch,
  "image push": imagePush,
  "image pull": imagePull,
  "image ls": imageLs,
  "image rm": imageRm,
  "image gc": imageGc,
  "systemd install": systemdInstall,
  "systemd uninstall": systemdUninstall,
} as const satisfies Readonly<Record<string, Handler>>;
