import type { Contribution } from "../desired/contribution.ts";
import type { Loose } from "../manifest/loose.ts";
import type { ObjectManifest } from "../manifest/manifest.ts";
import type { Report } from "../manifest/report.ts";
import type { FieldSchema } from "../manifest/schema.ts";
import type { NotedKind } from "./noted-kind.ts";
import type { KindName } from "./object-schema.ts";
import type { AppliedObject, World } from "./world.ts";

/** A kind of object: all that the rest of Hashike knows of it. */
export interface KindDefinition<Value extends ObjectManifest = ObjectManifest> extends KindName {
  /** In lower case, as commands take it. */
  readonly plural: string;
  readonly shortNames: readonly string[];
  /** Its objects are in no namespace: they count as in `default`. Left out: in the one that they name. */
  readonly isClusterWide?: true;
  /** Of the whole object, made by `objectSchema`: mistakes, the JSON Schema and the field reference come from it. */
  readonly schema: FieldSchema;
  /**
   * Reports what no schema can say, and claims what only one object may hold.
   * @param object without what the schema found wrong, so anything may be absent
   */
  check(object: Loose<Value>, report: Report): void;
  /**
   * Its objects are seen together with those of earlier applies: they may refer to these, and what its source does not name
   * any more goes. Left out: each apply stands alone.
   */
  readonly spansApplies?: true;
  /** Left out: its objects are not noted. Only for one that spans applies. */
  readonly noted?: NotedKind<Value>;
  /**
   * What there is to be on the engine for it. Pure, and the same for equal inputs.
   * @param object without any mistake
   */
  contribute(object: AppliedObject<Value>, world: World): Contribution;
}
