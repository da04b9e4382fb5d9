import type { Driver } from "@hashike/core";
import { HashikeError } from "@hashike/core";
import {
  type CreateDriver,
  type DriverOptions,
  type Extensions,
  isCreateDriver,
} from "../modules/extensions.ts";
import { importModule } from "../modules/import-module.ts";

/**
 * Makes the driver that `--driver` names: one of an imported module, `docker`, or a module with `createDriver`.
 * @throws HashikeError `MODULE_INVALID` when that is none
 */
export async function openDriver(
  name: string,
  extensions: Extensions,
  { cwd, ...options }: DriverOptions & { readonly cwd: string },
): Promise<Driver> {
  const create =
    extensions.drivers.get(name) ?? (name === "docker" ? await docker() : await fromModule(name, cwd));
  const driver = await create(options);
  if (isDriver(driver)) return driver;
  throw new HashikeError(
    "MODULE_INVALID",
    `${name}: what it makes is no driver: \`observe\` or \`execute\` is missing`,
    {
      hint: "see `Driver` in @hashike/core",
    },
  );
}

async function docker(): Promise<CreateDriver> {
  return (await import("@hashike/docker-driver")).createDockerDriver;
}

async function fromModule(name: string, cwd: string): Promise<CreateDriver> {
  const { createDriver } = await importModule(name, cwd);
  if (isCreateDriver(createDriver)) return createDriver;
  throw new HashikeError("MODULE_INVALID", `${name}: exports no function \`createDriver\``, {
    hint: "see `Driver` in @hashike/core for what it has to make",
  });
}

function isDriver(value: unknown): value is Driver {
  const driver = value as Partial<Driver> | null | undefined;
  return typeof driver?.observe === "function" && typeof driver.execute === "function";
}
