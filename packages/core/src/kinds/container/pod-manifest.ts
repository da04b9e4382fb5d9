import type { RestartPolicy } from "../../desired/desired-state.ts";
import { below, type Loose, type Placed, placed } from "../../manifest/loose.ts";
import type { Path } from "../../manifest/path.ts";
import type { Static } from "../../manifest/schema.ts";
import type { ContainerManifest } from "./schema/container.ts";
import type { dnsConfigSchema, hostAliasSchema } from "./schema/name-resolution.ts";
import type { podSecurityContextSchema } from "./schema/security-context.ts";

/** Containers and what they share. Source: kubernetes/api core/v1/types.go, PodSpec. */
export interface PodManifest<Container extends ContainerManifest = ContainerManifest> {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly restartPolicy?: RestartPolicy;
  readonly terminationGracePeriodSeconds?: number;
  readonly hostAliases?: readonly Static<typeof hostAliasSchema>[];
  readonly dnsConfig?: Static<typeof dnsConfigSchema>;
  readonly securityContext?: Static<typeof podSecurityContextSchema>;
}

export type LoosePod = Loose<PodManifest>;
export type LooseSecurity = Loose<
  Pick<NonNullable<ContainerManifest["securityContext"]>, "runAsUser" | "runAsGroup">
>;
export type LooseContainer = Loose<ContainerManifest>;

interface LooseContainers<Container> {
  readonly initContainers?: readonly (Container | undefined)[] | undefined;
  readonly containers?: readonly (Container | undefined)[] | undefined;
}

/**
 * Init containers first, as they run.
 * @param at where the pod is in its manifest
 */
export function* placedContainers<Container = LooseContainer>(
  pod: LooseContainers<Container> | undefined,
  at: Path,
): Generator<Placed<Container>> {
  yield* placed(pod?.initContainers, below(at, "initContainers"));
  yield* placed(pod?.containers, below(at, "containers"));
}

/** Whether it is an init container that runs to its end, and no sidecar. */
export function runsToItsEnd({ value, path }: Placed<LooseContainer>): boolean {
  return path.at(-2) === "initContainers" && value.restartPolicy !== "Always";
}
