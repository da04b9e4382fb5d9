import type { ContainerSpec, DesiredState, Owner } from "@hashike/core";
import { containerSpec as neutralSpec } from "@hashike/core/testing";

export const testOwner: Owner = { kind: "Hashike", namespace: "default", name: "test" };

/** A container that asks for nothing special, with what a test is about. */
export function containerSpec(about: Partial<ContainerSpec> = {}): ContainerSpec {
  return neutralSpec({ name: "web", owner: testOwner, image: "hashike-test/busybox:1", ...about });
}

export function desiredState(about: Partial<DesiredState> = {}): DesiredState {
  const nothing = { networks: [], volumes: [], hostPaths: [], images: [], containers: [], notices: [] };
  return { owners: [testOwner], secrets: {}, sources: {}, ...nothing, ...about };
}
