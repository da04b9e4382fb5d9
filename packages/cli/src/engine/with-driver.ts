import type { Driver, ImageSources } from "@hashike/core";
import { imageLimits } from "../args/image-limits.ts";
import { type Extensions, loadExtensions } from "../modules/extensions.ts";
import type { Context } from "../process/context.ts";
import { openDriver } from "./open-driver.ts";

/** Opens the driver that the options name, uses it, and closes it whatever happens. */
export async function withDriver<T>(
  context: Context,
  use: (driver: Driver) => Promise<T>,
  extensions?: Extensions,
): Promise<T> {
  const { options, env, cwd, log } = context;
  const { host, context: dockerContext } = options;
  const driver = await context.timings.measureAsync("load", async () =>
    openDriver(options.driver, extensions ?? (await loadExtensions(options.importModules, cwd)), {
      host,
      context: dockerContext,
      env,
      cwd,
      imageSources: () => loadImageSources(context),
    }),
  );
  log.debug(`driver ${driver.name}`);
  try {
    return await use(driver);
  } finally {
    await driver.close?.();
  }
}

/** Archives and stores of images; connections and credentials are shared with manifests. */
async function loadImageSources(context: Context): Promise<ImageSources> {
  const [{ createArchiveImageSources, createStoreImageSources, openObject, trustedLimits }, options] =
    await Promise.all([import("@hashike/s3-source"), context.objectOptions()]);
  const limits = imageLimits(context, trustedLimits);
  return {
    ...createArchiveImageSources({ openObject: (url) => openObject(url, options), limits }),
    ...createStoreImageSources({ ...options, limits }),
  };
}
