import type { KindDefinition } from "../kind-definition.ts";
import { checkHashike } from "./check.ts";
import { contributeHashike } from "./contribute.ts";
import { type HashikeManifest, hashikeName, hashikeSchema } from "./schema.ts";

/** Containers listed one by one, each a service of its own. */
export const hashikeKind: KindDefinition<HashikeManifest> = {
  ...hashikeName,
  plural: "hashikes",
  shortNames: [],
  schema: hashikeSchema,
  check: checkHashike,
  contribute: contributeHashike,
};
