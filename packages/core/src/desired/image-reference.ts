// The grammar belongs to the manifest room, which checks it; the desired state normalises with it.
export type { ImageReferenceError, SchemeReference } from "../manifest/values/image-grammar.ts";
export {
  isRegistryReference,
  parseImageReference,
  type RegistryReference,
} from "../manifest/values/image-reference.ts";
export { parseStoreReference, type StoreReference } from "../manifest/values/store-reference.ts";
