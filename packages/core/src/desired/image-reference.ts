// The grammar belongs to the manifest room, which checks it; the desired state normalises with it.
export {
  type ImageReferenceError,
  isRegistryReference,
  parseImageReference,
  type RegistryReference,
  type SchemeReference,
} from "../manifest/values/image-reference.ts";
export { parseStoreReference, type StoreReference } from "../manifest/values/store-reference.ts";
