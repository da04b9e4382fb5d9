import type { ContainerSpec, DesiredState, Owner } from "@hashike/core";

export const testOwner: Owner = { kind: "Hashike", namespace: "default", name: "test" };

/** A container that asks for nothing special, with what a test is about. */
export function containerSpec(about: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    name: "web",
    owner: testOwner,
    role: "main",
    order: 0,
    image: "hashike-test/busybox:1",
    env: [],
    ports: [],
    mounts: [],
    resources: {},
    security: {},
    stdin: false,
    stdinOnce: false,
    tty: false,
    restartPolicy: "Always",
    stopTimeoutSeconds: 30,
    hostAliases: [],
    dns: { nameservers: [], searches: [], options: [] },
    networks: ["hashike"],
    labels: {},
    annotations: {},
    ...about,
  };
}

export function desiredState(about: Partial<DesiredState> = {}): DesiredState {
  const nothing = { networks: [], volumes: [], hostPaths: [], images: [], containers: [], notices: [] };
  return { owners: [testOwner], secrets: {}, ...nothing, ...about };
}
