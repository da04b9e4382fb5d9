import { create } from "./create.ts";
import { deleteOwned } from "./delete.ts";
import { exec } from "./exec.ts";
import { get } from "./get.ts";
import type { Handler } from "./handlers.ts";
import { imageGc } from "./image/image-gc.ts";
import { imageLs } from "./image/image-ls.ts";
import { imagePrune } from "./image/image-prune.ts";
import { imagePull } from "./image/image-pull.ts";
import { imagePush } from "./image/image-push.ts";
import { imageRm } from "./image/image-rm.ts";
import { logs } from "./logs.ts";
import { schema } from "./schema.ts";
import { secretDecrypt } from "./secret/secret-decrypt.ts";
import { secretEncrypt } from "./secret/secret-encrypt.ts";
import { secretKeygen } from "./secret/secret-keygen.ts";
import { systemdInstall } from "./systemd-install.ts";
import { systemdUninstall } from "./systemd-uninstall.ts";
import { watch } from "./watch.ts";

/** The commands that no timer runs, or whose start nobody waits for. */
export const furtherHandlers = {
  get,
  logs,
  exec,
  create,
  delete: deleteOwned,
  schema,
  watch,
  "image push": imagePush,
  "image pull": imagePull,
  "image ls": imageLs,
  "image rm": imageRm,
  "image gc": imageGc,
  "image prune": imagePrune,
  "systemd install": systemdInstall,
  "systemd uninstall": systemdUninstall,
  "secret keygen": secretKeygen,
  "secret encrypt": secretEncrypt,
  "secret decrypt": secretDecrypt,
} as const satisfies Readonly<Record<string, Handler>>;
