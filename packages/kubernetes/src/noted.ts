import type { AppliedObject, ObjectManifest } from "@hashike/core/kinds";

/** What kubectl leaves in objects that it has applied: all of them once more, the values of Secrets in clear. */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** What is noted of an object: as it was written. */
export function asWritten<Value extends ObjectManifest>({ value }: AppliedObject<Value>): Value {
  const { [lastApplied]: whole, ...annotations } = value.metadata.annotations ?? {};
  return whole === undefined ? value : { ...value, metadata: { ...value.metadata, annotations } };
}

/** What is noted of an object whose containers tell all else. */
export function nameAlone(object: AppliedObject): ObjectManifest {
  const { apiVersion, kind, metadata } = asWritten(object);
  return { apiVersion, kind, metadata };
}
