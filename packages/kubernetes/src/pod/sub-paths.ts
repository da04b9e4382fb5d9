import { below, expandEnv, expandVariables, leavesParent, type Path, quote } from "@hashike/core/kinds";
import { variablesOf } from "../env/variables.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container, PodSpec } from "./pod-spec-schema.ts";

/** The spec with the variables of containers put into the sub paths of their mounts. */
export function withSubPaths(place: PodPlace): PodSpec {
  const { spec, at } = place;
  const resolved = (list: "containers" | "initContainers") =>
    spec[list]?.map((container, index) => withOwnSubPaths(container, below(at, list, index), place));
  const initContainers = resolved("initContainers");
  return {
    ...spec,
    containers: resolved("containers") ?? [],
    ...(initContainers === undefined ? {} : { initContainers }),
  };
}

function withOwnSubPaths(container: Container, path: Path, place: PodPlace): Container {
  const { volumeMounts = [] } = container;
  if (!volumeMounts.some(({ subPathExpr }) => subPathExpr)) return container;
  const { env } = expandEnv(variablesOf(container, path, place), place.world.secrets);
  const variables = new Map(env.map((variable) => [variable.name, variable]));
  return {
    ...container,
    volumeMounts: volumeMounts.map(({ subPathExpr, ...mount }, index) => {
      if (!subPathExpr) return mount;
      const refuse = (message: string, hint?: string) =>
        place.world.outside.refuse(
          { source: place.object.source, path: below(path, "volumeMounts", index, "subPathExpr") },
          message,
          hint,
        );
      const subPath = expandVariables(subPathExpr, (name) => {
        const variable = variables.get(name);
        if (variable === undefined) refuse(`has no variable ${quote(name)} to put in`, "add it under env");
        else if ("secret" in variable) refuse(`would show ${quote(name)}, which is not to be shown`);
        return variable !== undefined && "value" in variable ? variable.value : undefined;
      });
      if (subPath.startsWith("/") || leavesParent(subPath) || subPath.includes("\0")) {
        refuse(`must be relative and without .., got ${quote(subPath)}`);
      }
      return { ...mount, subPath };
    }),
  };
}
