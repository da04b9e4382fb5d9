import { hashikeKind } from "./hashike/hashike-kind.ts";
import type { KindDefinition } from "./kind-definition.ts";
import { createKinds, type Kinds } from "./kinds.ts";

/** The kind that is meant where none is named. */
export const defaultKind: KindDefinition = hashikeKind;

/** The kinds that need no module. */
export const defaultKinds: Kinds = createKinds([defaultKind]);
