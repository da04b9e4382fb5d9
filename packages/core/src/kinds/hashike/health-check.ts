import type { HealthCheckSpec, HealthTest } from "../../desired/desired-state.ts";
import { below, type Loose, type Placed, placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { quote } from "../../manifest/safe-text.ts";
import { flag, list, mapping, optional, type Static, text, wholeNumber } from "../../manifest/schema.ts";
import { durationPattern, parseDuration } from "../../manifest/values/duration.ts";

/** More than a year is a mistake, and far below what an engine can count. */
const longestMs = 366 * 24 * 3_600_000;

const duration = (meaning: string) =>
  text(`${meaning} As \`1m30s\`, \`10s\` or \`500ms\`. Left out or 0s: the image's, else the engine's.`, {
    acceptsScalars: ["number"],
    pattern: durationPattern,
    patternErrorMessage: "must be a duration with units",
    hint: "write it with units: 1m30s, 10s or 500ms",
  });

/** Source of meaning: compose-spec 05-services.md, healthcheck; moby api/types/container HealthConfig. */
export const healthCheckSchema = mapping(
  "HealthCheck",
  "How the engine itself looks whether the container works, in place of the image's `HEALTHCHECK`. Without a readinessProbe and startupProbe, a new container is ready once the engine says healthy. Kind Hashike's own, with the words of Compose.",
  {
    test: optional(
      list(
        "What is run in the container; exit code 0 is healthy. A text is run by the image's shell. A list begins with CMD (a program and its arguments), CMD-SHELL (one text for the shell) or NONE (no check). Left out: the image's. `$` is left to the shell.",
        text("An argument."),
        {
          minItems: 1,
          textFollows: "CMD-SHELL",
          hint: 'write it as a text for the shell, or as ["CMD", "program", "argument"]',
        },
      ),
    ),
    interval: optional(duration("From the end of one check to the next.")),
    timeout: optional(duration("How long a check may take.")),
    retries: optional(
      wholeNumber("Failures in a row that make it unhealthy. Left out: the image's, else 3.", 1, 1_000_000),
    ),
    startPeriod: optional(duration("After the start, how long failures do not count.")),
    startInterval: optional(duration("As interval, within startPeriod; needs Docker 25 (API 1.44).")),
    disable: optional(
      flag("Whether there is no check, whatever the image has; as `test: [NONE]`.", { default: false }),
    ),
  },
  { hint: "write it as {test: curl -f http://localhost/, interval: 10s}" },
);

type HealthCheck = Static<typeof healthCheckSchema>;

export function buildHealthCheck(check: HealthCheck | undefined): HealthCheckSpec | undefined {
  if (check === undefined) return undefined;
  const test = check.disable === true ? ({ kind: "none" } as const) : buildTest(check.test);
  const { retries } = check;
  return {
    ...(test === undefined ? {} : { test }),
    ...milliseconds("intervalMs", check.interval),
    ...milliseconds("timeoutMs", check.timeout),
    ...(retries === undefined ? {} : { retries }),
    ...milliseconds("startPeriodMs", check.startPeriod),
    ...milliseconds("startIntervalMs", check.startInterval),
  };
}

function buildTest([kind, ...words]: readonly string[] = []): HealthTest | undefined {
  if (kind === "NONE") return { kind: "none" };
  if (kind === "CMD") return { kind: "exec", command: words };
  const [command] = words;
  return command === undefined ? undefined : { kind: "shell", command };
}

function milliseconds<Name extends string>(name: Name, duration: string | undefined): object {
  const ms = duration === undefined ? undefined : parseDuration(duration);
  // To an engine, 0 is: as the image says.
  return ms === undefined || ms === 0 ? {} : { [name]: ms };
}

export function* checkHealthCheck({ value, path }: Placed<Loose<HealthCheck>>): Generator<Problem> {
  yield* checkTest({ value: value.test ?? [], path: below(path, "test") }, value.disable === true);
  for (const key of ["interval", "timeout", "startPeriod", "startInterval"] as const) {
    const given = value[key];
    const ms = given === undefined ? undefined : parseDuration(given);
    if (given === undefined || ms === undefined || ms <= longestMs) continue;
    yield { path: below(path, key), message: `must be at most a year, got ${quote(given)}` };
  }
}

function* checkTest(
  { value, path }: Placed<readonly (string | undefined)[]>,
  isDisabled: boolean,
): Generator<Problem> {
  const [kind, ...words] = value;
  if (value.length === 0 || kind === undefined) return;
  if (isDisabled && kind !== "NONE") {
    yield { path, message: "is given together with disable", hint: "keep one of the two" };
  }
  const counts: Readonly<Record<string, (count: number) => boolean>> = {
    NONE: (count) => count === 0,
    CMD: (count) => count > 0,
    "CMD-SHELL": (count) => count === 1,
  };
  const fits = Object.hasOwn(counts, kind) ? counts[kind] : undefined;
  if (fits === undefined) {
    yield {
      path: below(path, 0),
      message: `must be CMD, CMD-SHELL or NONE, got ${quote(kind)}`,
      hint: `begin the list with "CMD" for a program and its arguments, or write one text for the shell`,
    };
  } else if (!fits(words.length) || words[0] === "") {
    yield { path, message: "has not what belongs behind its first word", hint: hints[kind] };
  }
  yield* checkDollars({ value: words, path });
}

const hints: Readonly<Record<string, string>> = {
  NONE: "write NONE alone",
  CMD: 'write a program behind CMD: ["CMD", "program", "argument"]',
  "CMD-SHELL": "write one text for the shell, and nothing else",
};

/** To Compose it is one `$`; here, to a shell, the number of its process. */
function* checkDollars({ value, path }: Placed<readonly (string | undefined)[]>): Generator<Problem> {
  for (const word of placed(value, path)) {
    if (!word.value.includes("$$")) continue;
    yield {
      severity: "notice",
      path,
      message: "has `$$`, which stays as it is: a shell reads it as the number of its process",
      hint: "write one `$` for a variable of the container",
    };
    return;
  }
}
