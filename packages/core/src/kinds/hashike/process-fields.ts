import type { UlimitSpec } from "../../desired/desired-state.ts";
import { below, type Loose, type Placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { flag, mapping, optional, type Static, text, wholeNumber } from "../../manifest/schema.ts";
import type { LooseSecurity } from "../container/pod-manifest.ts";

const limit = (meaning: string) => wholeNumber(`${meaning} -1: no limit.`, -1, Number.MAX_SAFE_INTEGER);

function ulimitSchema(meaning: string) {
  return mapping(
    "Ulimit",
    meaning,
    {
      soft: limit("What counts until the process asks for another one."),
      hard: optional(limit("How far the process may raise it. Left out: as soft.")),
    },
    { numberStandsFor: "soft", hint: "write a number, or {soft: 1024, hard: 2048}" },
  );
}

/** Source of the names: docker/go-units ulimit.go; of the meaning: setrlimit(2). */
const ulimitsSchema = mapping(
  "Ulimits",
  "Limits of the kernel on each process, by name, as in Compose: `{nofile: {soft: 1024, hard: 2048}, memlock: -1}`. A number is both limits. Left out: the engine's. Kind Hashike's own.",
  {
    core: optional(ulimitSchema("Bytes of a core dump.")),
    cpu: optional(ulimitSchema("Seconds of a CPU.")),
    data: optional(ulimitSchema("Bytes of data and heap.")),
    fsize: optional(ulimitSchema("Bytes of a file that it writes.")),
    locks: optional(ulimitSchema("Locks of files; kernels of today ignore it.")),
    memlock: optional(ulimitSchema("Bytes of memory that it keeps from being swapped.")),
    msgqueue: optional(ulimitSchema("Bytes of its user's message queues.")),
    nice: optional(ulimitSchema("How far it may raise its priority: 20 less the nice value.")),
    nofile: optional(ulimitSchema("Open files.")),
    nproc: optional(ulimitSchema("Processes and threads of its user, in all containers together.")),
    rss: optional(ulimitSchema("Pages of memory; kernels of today ignore it.")),
    rtprio: optional(ulimitSchema("Priority of real-time scheduling.")),
    rttime: optional(ulimitSchema("Microseconds of a CPU without a pause, under real-time scheduling.")),
    sigpending: optional(ulimitSchema("Signals that wait for its user.")),
    stack: optional(ulimitSchema("Bytes of the stack.")),
  },
  { hint: "write it as {nofile: {soft: 1024, hard: 2048}, memlock: -1}" },
);

type Ulimits = Static<typeof ulimitsSchema>;

/** What a process is started with, in the words of Compose. */
export const processFields = {
  init: optional(
    flag(
      "Whether a small init of the engine is the first process: it hands signals on and reaps zombies. Left out: as the engine is set up. Kind Hashike's own.",
    ),
  ),
  ulimits: optional(ulimitsSchema),
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

export function buildUlimits(ulimits: Ulimits = {}): readonly UlimitSpec[] {
  return Object.entries(ulimits).map(([name, { soft, hard }]) => ({ name, soft, hard: hard ?? soft }));
}

interface LooseProcess {
  readonly ulimits?: Loose<Ulimits> | undefined;
  readonly user?: string | undefined;
  readonly securityContext?: LooseSecurity | undefined;
}

/** @param shared spec.securityContext */
export function* checkProcessFields(
  { value, path }: Placed<LooseProcess>,
  shared: LooseSecurity | undefined,
): Generator<Problem> {
  for (const [name, limits] of Object.entries(value.ulimits ?? {})) {
    const { soft, hard } = limits ?? {};
    if (soft === undefined || hard === undefined || !isMore(soft, hard)) continue;
    yield {
      path: below(path, "ulimits", name, "soft"),
      message: `must not be more than hard (${hard}), got ${soft}`,
    };
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
