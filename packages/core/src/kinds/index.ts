// What a kind is made from, for packages and modules that bring one. Data flows through it from top to bottom.

export { canonicalJson } from "../desired/canonical-json.ts";
// Contributions
export type { Contribution } from "../desired/contribution.ts";
export {
  type ContainerSpec,
  type EngineSpec,
  type MountSpec,
  type NotedObject,
  type Owner,
  ownerKey,
  type TemplateMetadata,
  type UpdateSpec,
  type VolumeSpec,
} from "../desired/desired-state.ts";
export { fingerprint } from "../desired/fingerprint.ts";
export type { ValueSource } from "../desired/outside-value.ts";
export { placeholdersIn, type Secrets, secretPlaceholder } from "../desired/secret-values.ts";
// Checks
export type {
  AddressClaim,
  Claim,
  ContainerClaim,
  HostPortClaim,
  NetworkClaim,
  VolumeClaim,
} from "../manifest/claim.ts";
// Values
export { didYouMean } from "../manifest/did-you-mean.ts";
export { below, type Loose, type Placed, placed } from "../manifest/loose.ts";
export type { ObjectManifest } from "../manifest/manifest.ts";
export type { Path, PathSegment } from "../manifest/path.ts";
export type { Problem } from "../manifest/problem.ts";
export type { Report } from "../manifest/report.ts";
export { alternatives, quote } from "../manifest/safe-text.ts";
// Schemas
export * from "../manifest/schema.ts";
export { expandVariables } from "../manifest/values/expand-variables.ts";
export { isRegistryReference, parseImageReference } from "../manifest/values/image-reference.ts";
export { bytes, cpuMilli, parseQuantity, type Quantity } from "../manifest/values/quantity.ts";
// Containers
export {
  type BuildContainersInput,
  buildContainers,
  defaultUpdate,
  type VolumeSource,
} from "./container/build/build-containers.ts";
export { expandEnv } from "./container/build/build-env.ts";
export type { Variable } from "./container/build/outside-variables.ts";
export {
  isFolderOfItsOwn,
  mountedSecretFiles,
  type SecretFilesSource,
} from "./container/build/secret-files.ts";
export { type SandboxOptions, withSandbox } from "./container/build/with-sandbox.ts";
export { leavesParent } from "./container/check/check-mounts.ts";
export { checkPod } from "./container/check/check-pod.ts";
export {
  type LooseContainer,
  type LoosePod,
  type PodManifest,
  placedContainers,
} from "./container/pod-manifest.ts";
export { type ContainerManifest, containerSchema } from "./container/schema/container.ts";
export { execSchema, hostSchema, httpGetSchema, portRefSchema } from "./container/schema/handler.ts";
export { lifecycleSchema } from "./container/schema/lifecycle.ts";
export { dnsConfigSchema, hostAliasSchema } from "./container/schema/name-resolution.ts";
export {
  absolutePathRule,
  containerNameRule,
  objectNameRule,
  volumeNameRule,
} from "./container/schema/names.ts";
export { portSchema } from "./container/schema/port.ts";
export { probeSchema } from "./container/schema/probe.ts";
export { resourcesSchema } from "./container/schema/resources.ts";
export { podSecurityContextSchema, securityContextSchema } from "./container/schema/security-context.ts";
export { hostPathSchema, volumeMountSchema } from "./container/schema/volume.ts";
// The definition
export type { KindDefinition } from "./kind-definition.ts";
export type { IgnoredKind } from "./kinds.ts";
export { metadataSchema } from "./metadata.ts";
export type { NotedKind } from "./noted-kind.ts";
export { type KindName, objectSchema } from "./object-schema.ts";
export type { ManifestPlace, OutsideValues } from "./outside-values.ts";
export type { AppliedObject, World } from "./world.ts";
