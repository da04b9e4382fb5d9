import { type Driver, emptyDesiredState, HashikeError, type ObservedContainer } from "@hashike/core";
import { withKindName } from "../args/kind-words.ts";
import { parseOwnerRef } from "../args/owner-ref.ts";
import { loadExtensions } from "../modules/extensions.ts";
import { withKubernetes } from "../modules/kinds-for.ts";
import type { Context } from "../process/context.ts";
import { plainLine } from "../render/plain-text.ts";
import { workOf } from "../render/words/work-words.ts";
import { findContainer } from "./find-container.ts";
import { observe } from "./observe.ts";
import { withDriver } from "./with-driver.ts";

/**
 * Does something with the one running container that the words of kubectl name: `POD`, `KIND/NAME`, or its own name.
 * @throws HashikeError `NOT_FOUND`, `NOT_RUNNING`, `USAGE`
 */
export async function withContainer<T>(
  { name, container }: { readonly name: string; readonly container?: string | undefined },
  context: Context,
  use: (container: ObservedContainer, driver: Driver) => Promise<T>,
): Promise<T> {
  const { importModules, namespace } = context.options;
  const extensions = await loadExtensions(importModules, context.cwd);
  // Only a name such as `po/web` has a kind in it.
  const kinds = name.includes("/") ? await withKubernetes(extensions.kinds) : extensions.kinds;
  const ref = withKindName(parseOwnerRef(name, namespace), kinds);
  return withDriver(
    context,
    async (driver) => {
      const observed = await observe(driver, emptyDesiredState([]), context);
      const found = findContainer({ name, ref, container }, observed.containers, namespace);
      if (found.defaulted !== undefined && !context.options.quiet) context.err.write(found.defaulted);
      const { name: called, state } = found.container;
      if (state !== "running") {
        const { status } = workOf(found.container, observed.engine);
        throw new HashikeError(
          "NOT_RUNNING",
          `container ${plainLine(called)} does not run: it is ${status}`,
          {
            hint: `\`hashike logs ${plainLine(called)}\` tells what it wrote last`,
          },
        );
      }
      return use(found.container, driver);
    },
    extensions,
  );
}
