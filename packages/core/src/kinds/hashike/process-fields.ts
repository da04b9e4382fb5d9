import type { UlimitSpec } from "../../desired/desired-state.ts";
import { below, type Loose, type Placed, placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { quote } from "../../manifest/safe-text.ts";
import {
  choice,
  flag,
  list,
  mapping,
  optional,
  type Static,
  text,
  wholeNumber,
} from "../../manifest/schema.ts";
import type { LooseSecurity } from "../container/pod-manifest.ts";

const limit = (meaning: string) => wholeNumber(`${meaning} -1: no limit.`, -1, Number.MAX_SAFE_INTEGER);

/** Source of the names: docker/go-units ulimit.go. */
const ulimitSchema = mapping(
  "Ulimit",
  "A limit of the kernel on each process.",
  {
    name: choice("Name of the limit.", [
      "core",
      "cpu",
      "data",
      "fsize",
      "locks",
      "memlock",
      "msgqueue",
      "nice",
      "nofile",
      "nproc",
      "rss",
      "rtprio",
      "rttime",
      "sigpending",
      "stack",
    ]),
    soft: limit("What counts until the process asks for another one."),
    hard: optional(limit("How far the process may raise it. Left out: as soft.")),
  },
  { hint: "write it as {name: nofile, soft: 65536}" },
);

/** What a process is started with, in the words of Compose. */
export const processFields = {
  init: optional(
    flag(
      "Whether a small init of the engine is the first process: it hands signals on and reaps zombies. Left out: as the engine is set up. Kind Hashike's own.",
    ),
  ),
  ulimits: optional(
    list("Limits of the kernel on each process. Left out: the engine's. Kind Hashike's own.", ulimitSchema, {
      hint: "write it as a list: - {name: nofile, soft: 65536, hard: 65536}",
    }),
  ),
  oomScoreAdj: optional(
    wholeNumber(
      "Who is killed first when the host has no memory left: 1000 first, -1000 never. Left out: the engine's. Kind Hashike's own.",
      -1000,
      1000,
    ),
  ),
  user: optional(
    text(
      "User of the process, by name or number, and perhaps a group: `nobody`, `app:staff`. In place of runAsUser and runAsGroup. Kind Hashike's own.",
      {
        acceptsScalars: ["number"],
        pattern: "^[^\\s:]+(:[^\\s:]+)?$",
        patternErrorMessage: "must be a user, or a user and a group with a colon between them",
        hint: "write a name or a number, such as nobody or app:staff",
      },
    ),
  ),
};

export function buildUlimits(
  ulimits: readonly Static<typeof ulimitSchema>[] | undefined,
): readonly UlimitSpec[] | undefined {
  return ulimits?.map(({ name, soft, hard }) => ({ name, soft, hard: hard ?? soft }));
}

interface LooseProcess {
  readonly ulimits?: Loose<readonly Static<typeof ulimitSchema>[]> | undefined;
  readonly user?: string | undefined;
  readonly securityContext?: LooseSecurity | undefined;
}

/** @param shared spec.securityContext */
export function* checkProcessFields(
  { value, path }: Placed<LooseProcess>,
  shared: LooseSecurity | undefined,
): Generator<Problem> {
  const names = new Set<string>();
  for (const { value: ulimit, path: at } of placed(value.ulimits, below(path, "ulimits"))) {
    const { name, soft, hard } = ulimit;
    if (name !== undefined && names.has(name)) {
      yield { path: below(at, "name"), message: `limits ${quote(name)} again`, hint: "keep one of the two" };
    }
    if (name !== undefined) names.add(name);
    if (soft !== undefined && hard !== undefined && isMore(soft, hard)) {
      yield { path: below(at, "soft"), message: `must not be more than hard (${hard}), got ${soft}` };
    }
  }
  if (value.user === undefined) return;
  for (const field of ["runAsUser", "runAsGroup"] as const) {
    const whose = [
      ...(value.securityContext?.[field] === undefined ? [] : ["securityContext"]),
      ...(shared?.[field] === undefined ? [] : ["spec.securityContext"]),
    ][0];
    if (whose === undefined) continue;
    yield {
      path: below(path, "user"),
      message: `is given together with ${whose}.${field}`,
      hint: "keep one of the two",
    };
  }
}

/** -1 is more than any. */
function isMore(a: number, b: number): boolean {
  return b !== -1 && (a === -1 || a > b);
}
