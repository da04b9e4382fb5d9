// The table of contents of @hashike/core, in the order in which data flows.

// Plan -> result
export { type ApplyOptions, apply } from "./apply/apply.ts";
export type * from "./apply/driver.ts";
export type * from "./apply/event.ts";
export { withNotedSecrets, withProbeSecrets } from "./apply/noted-secrets.ts";
export { resolveContainerId, resolveImageId, resolveMountedFiles } from "./apply/resolve-refs.ts";
export type * from "./apply/session.ts";
// The desired state
export { canonicalJson } from "./desired/canonical-json.ts";
export { defaultNetwork } from "./desired/default-network.ts";
export * from "./desired/desired-state.ts";
export { mountedFilePaths } from "./desired/mounted-files.ts";
export type * from "./desired/outside-value.ts";
export { placeholdersIn, revealSecrets } from "./desired/secret-values.ts";
export * from "./errors.ts";
// Kinds
export { defaultKinds } from "./kinds/default-kinds.ts";
export { formatFieldReference, manifestFields } from "./kinds/field-reference.ts";
export type { HashikeManifest } from "./kinds/hashike/schema.ts";
export { manifestJsonSchema } from "./kinds/json-schema.ts";
export type { KindDefinition } from "./kinds/kind-definition.ts";
export { createKinds, type IgnoredKind, type Kinds, kindId } from "./kinds/kinds.ts";
// Manifests
export { didYouMean } from "./manifest/did-you-mean.ts";
export type { Manifest, ManifestSource, ObjectManifest } from "./manifest/manifest.ts";
export type { ManifestText } from "./manifest/manifest-text.ts";
export type { PathSegment } from "./manifest/path.ts";
export type { ManifestField } from "./manifest/schema-fields.ts";
export { hasCredentials, withoutCredentials } from "./manifest/values/address-credentials.ts";
export { isAgeArmor } from "./manifest/values/age-armor.ts";
export type { ImageReferenceError, SchemeReference } from "./manifest/values/image-grammar.ts";
export {
  isRegistryReference,
  parseImageReference,
  type RegistryReference,
} from "./manifest/values/image-reference.ts";
export { parseLabelSelector } from "./manifest/values/label-selector.ts";
export { parseStoreReference, type StoreReference } from "./manifest/values/store-reference.ts";
// Text -> objects -> desired state
export { type BuildOptions, buildDesiredState } from "./objects/build-desired-state.ts";
export { checkManifestsTogether } from "./objects/check-together.ts";
export { spansApplies } from "./objects/earlier-objects.ts";
export {
  parseManifests,
  type ReadManifests,
  type ReadOptions,
  readManifests,
} from "./objects/read-manifests.ts";
// An engine -> observed state
export { withSeenFiles } from "./observed/file-versions.ts";
export { type HostPathVerdict, judgeHostPath } from "./observed/judge-host-path.ts";
export { knownObjects } from "./observed/known-objects.ts";
export type * from "./observed/observed-state.ts";
export { type Trouble, troubledState } from "./plan/compare/trouble.ts";
export { plan } from "./plan/plan.ts";
export { type DeleteOptions, emptyDesiredState, planDelete } from "./plan/plan-delete.ts";
export { ownersOfImages, planImagePrune } from "./plan/plan-image-prune.ts";
export type * from "./plan/plan-types.ts";
export { driverDifferences } from "./plan/resources/driver-differences.ts";
export {
  decodeSavedPlan,
  encodeSavedPlan,
  findMovedFacts,
  type MovedFact,
  type SavedPlan,
} from "./plan/saved-plan.ts";
export { attachSecrets, missingSecrets } from "./plan/secrets.ts";
// Desired and observed state -> plan
export type * from "./plan/steps/action.ts";
export type * from "./plan/steps/cause.ts";
export { formatCause, formatFieldChange } from "./plan/steps/format-cause.ts";
export {
  type ChangeLine,
  type ChangeSymbol,
  describeChanges,
  formatPlan,
  type PlanSummary,
  summarizePlan,
} from "./plan/steps/format-plan.ts";
export { decodeText } from "./source/decode-text.ts";
export type * from "./source/image-source.ts";
export type { Progress } from "./source/progress.ts";
export type * from "./source/ranged-object.ts";
export type { Source, SourceOptions } from "./source/source.ts";
// Desired state, again and again -> applies
export { watch } from "./watch/watch.ts";
export type * from "./watch/watch-event.ts";
export type * from "./watch/watch-options.ts";
