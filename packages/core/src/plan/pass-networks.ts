import type { Action } from "./action.ts";
import { containerActionId, undoBase } from "./container-actions.ts";
import { type Branch, candidateOf, oldOf, type Replacement, step } from "./replace-steps.ts";

/**
 * Takes the old one off its networks and puts the new one on its own; none is joined by both at a time. Host ports
 * hang on one network of a container, which is for Docker the first by name that leads outside. So that one is the last
 * to be left and the first to be joined: whatever came between would be time in which nobody answers.
 * @returns one after the other; the last one's id is what completes it
 */
export function passNetworks(
  r: Replacement,
  branch: Branch,
  dependsOn: readonly string[],
): readonly Action[] {
  const [held, ...others] = r.oldNetworks;
  const networks = [...r.change.spec.networks].sort();
  const { name } = r.change.spec;
  const further = (network: string) => `container.connect/${name}:${network}:take-over`;
  if (held === undefined) {
    const [first] = networks;
    const idOf = (network: string) =>
      network === first ? containerActionId.takeOver(name) : further(network);
    return joinActions(r, branch, dependsOn, { networks, idOf });
  }
  const release = others.map((network) => releaseOld(r, branch, network, dependsOn));
  const [first = held, ...rest] = networks;
  const pass = switchNetworks(r, branch, [...dependsOn, ...release.map((a) => a.id)], { held, first });
  const join = joinActions(r, branch, [pass.id], { networks: rest, idOf: further });
  return [...release, pass, ...join];
}

/** Joins networks one after the other, in the given order. */
export function joinActions(
  r: Replacement,
  branch: Branch,
  dependsOn: readonly string[],
  { networks, idOf }: { readonly networks: readonly string[]; readonly idOf: (network: string) => string },
): readonly Action[] {
  const actions: Action[] = [];
  for (const network of networks) {
    const id = idOf(network);
    actions.push({
      ...step(r, branch),
      id,
      type: "container.connect",
      dependsOn: [...dependsOn, ...actions.slice(-1).map((a) => a.id)],
      container: candidateOf(r),
      network,
      undo: [undoJoin(r, `${id}:undo`, network)],
    });
  }
  return actions;
}

function releaseOld(r: Replacement, branch: Branch, network: string, dependsOn: readonly string[]): Action {
  const id = `container.disconnect/${r.change.spec.name}:${network}:release`;
  return {
    ...step(r, branch),
    id,
    type: "container.disconnect",
    dependsOn,
    container: oldOf(r),
    network,
    undo: [undoLeave(r, `${id}:undo`, network)],
  };
}

function switchNetworks(
  r: Replacement,
  branch: Branch,
  dependsOn: readonly string[],
  { held, first }: { readonly held: string; readonly first: string },
): Action {
  const { name } = r.change.spec;
  return {
    ...step(r, branch),
    id: containerActionId.switch(name),
    type: "container.switch",
    dependsOn,
    container: candidateOf(r),
    network: first,
    from: { container: oldOf(r), network: held },
    undo: [
      undoJoin(r, `container.disconnect/${name}:switch:undo`, first),
      undoLeave(r, `container.connect/${name}:switch:undo`, held),
    ],
  };
}

function undoJoin(r: Replacement, id: string, network: string): Action {
  return { ...undoBase(r.change, id), type: "container.disconnect", container: candidateOf(r), network };
}

function undoLeave(r: Replacement, id: string, network: string): Action {
  return { ...undoBase(r.change, id), type: "container.connect", container: oldOf(r), network };
}
