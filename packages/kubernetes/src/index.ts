import type { KindDefinition } from "@hashike/core/kinds";
import { podKind } from "./pod/pod-kind.ts";

/** The kinds of Kubernetes that Hashike carries out. */
export const kubernetesKinds: readonly KindDefinition[] = [podKind];
