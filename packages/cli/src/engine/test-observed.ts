import type { ObservedContainer, ObservedState } from "@hashike/core";

/** For tests: a container that runs, of nobody, with what a test is about. */
export function observedContainer(about: Partial<ObservedContainer>): ObservedContainer {
  return {
    id: "1",
    name: "web",
    ownership: { kind: "foreign" },
    state: "running",
    exitedZero: false,
    createdAtSeconds: 1000,
    image: "nginx:1",
    imageId: "sha256:1",
    networks: [],
    publishedPorts: [],
    statusText: "Up 2 minutes",
    ...about,
  };
}

/** For tests: an engine with these containers and nothing else, an hour after the first of them was made. */
export function observedState(containers: readonly ObservedContainer[]): ObservedState {
  return {
    engine: { description: "", apiVersion: "", nowSeconds: 4600, updatablePaths: [] },
    revisions: [],
    images: [],
    hostPaths: [],
    networks: [],
    volumes: [],
    containers,
  };
}
