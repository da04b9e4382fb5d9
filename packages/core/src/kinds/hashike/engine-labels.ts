import { below, type Placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { textMap } from "../../manifest/schema.ts";

export const engineLabelsSchema = textMap(
  "Labels on the engine's container, for programs that read them (Traefik, Watchtower, Dozzle, backups): `{traefik.enable: \"true\"}`. Names that begin with `hashike` are Hashike's. Kind Hashike's own.",
  { hint: 'write it as a mapping: labels: {traefik.enable: "true"}' },
);

/** Who owns a container is told by labels that begin so. */
export function* checkEngineLabels({
  value,
  path,
}: Placed<Readonly<Record<string, unknown>>>): Generator<Problem> {
  for (const name of Object.keys(value)) {
    const at = { path: below(path, name), on: "key" } as const;
    if (name === "") yield { ...at, message: "must not be empty" };
    if (!/^hashike/i.test(name)) continue;
    yield {
      ...at,
      message: "begins with hashike: such labels are Hashike's own",
      hint: "choose another name, or write it under metadata.labels",
    };
  }
}
