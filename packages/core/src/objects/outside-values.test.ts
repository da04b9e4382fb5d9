import { describe, expect, it } from "vitest";
import type { FindOutsideValue, OutsideValue, ValueRequest } from "../desired/outside-value.ts";
import { revealSecrets } from "../desired/secret-values.ts";
import { type HashikeError, isHashikeError } from "../errors.ts";
import { buildDesiredState } from "./build-desired-state.ts";
import { parseManifests } from "./read-manifests.ts";

const armor =
  "-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n-----END AGE ENCRYPTED FILE-----\n";

/** @param container YAML of one container, in lines */
function build(container: readonly string[], outsideValue?: FindOutsideValue) {
  const lines = ["- name: web", "  image: nginx", ...container.map((line) => `  ${line}`)];
  const text = `apiVersion: v1\nkind: Hashike\nmetadata: {name: app}\nspec:\n  containers:\n${lines
    .map((line) => `  ${line}\n`)
    .join("")}`;
  return buildDesiredState(parseManifests(text, { file: "m.yml" }), { outsideValue });
}

/** Answers by the file's path or the variable's name; `age` is any encrypted text. */
function answers(values: Readonly<Record<string, string>>): FindOutsideValue {
  return ({ source }): OutsideValue => {
    const name = source.kind === "file" ? source.path : source.kind === "environment" ? source.name : "age";
    const text = values[name];
    return text === undefined
      ? { kind: "absent", message: `there is no ${name}`, hint: "make it" }
      : { kind: "found", text };
  };
}

function valuesOf(desired: ReturnType<typeof build>): Readonly<Record<string, string>> {
  const { env = [] } = desired.containers[0] ?? {};
  return Object.fromEntries(
    env.map((v) => [v.name, "secret" in v ? `secret ${desired.secrets[v.secret]}` : v.value]),
  );
}

function mistakesOf(run: () => unknown): HashikeError {
  try {
    run();
  } catch (error) {
    if (isHashikeError(error)) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("values from outside", () => {
  it("are secrets, whatever the variable's name, and stand nowhere but among the secrets", () => {
    const desired = build(
      [
        'args: ["--greeting=$(GREETING)"]',
        "envFrom: [{file: app.env, prefix: APP_}]",
        "env:",
        "- {name: GREETING, valueFrom: {file: greeting.txt}}",
        "- {name: LEVEL, valueFrom: {env: LOG}}",
        "- {name: PLAIN, value: shown}",
        "- name: CIPHERED",
        "  value: |",
        ...armor
          .trimEnd()
          .split("\n")
          .map((line) => `    ${line}`),
      ],
      answers({
        "app.env": "A=hidden-1\nLOG",
        "greeting.txt": "hidden-2\n",
        LOG: "hidden-3",
        age: "hidden-4",
      }),
    );
    expect(valuesOf(desired)).toEqual({
      APP_A: "secret hidden-1",
      APP_LOG: "secret hidden-3",
      GREETING: "secret hidden-2",
      LEVEL: "secret hidden-3",
      PLAIN: "shown",
      CIPHERED: "secret hidden-4",
    });
    const { secrets, ...shown } = desired;
    expect(JSON.stringify(shown)).not.toMatch(/hidden|BEGIN AGE/);
    expect(revealSecrets(desired.containers[0]?.args?.[0] ?? "", secrets)).toBe("--greeting=hidden-2");
  });

  it("are taken as they are, with one line break less at the end of a file", () => {
    const desired = build(
      [
        "env:",
        "- {name: A, value: a}",
        "- {name: B, valueFrom: {file: b}}",
        "- {name: C, valueFrom: {env: c}}",
      ],
      answers({ b: "$(A) $$\n\r\n", c: "$(A)\n" }),
    );
    expect(valuesOf(desired)).toEqual({ A: "a", B: "secret $(A) $$\n", C: "secret $(A)\n" });
  });

  it("of later files win over those of earlier ones, and the container's own over both", () => {
    const desired = build(
      ["envFrom: [{file: one}, {file: two}]", "env: [{name: C, value: own}, {name: D, value: $(A)}]"],
      answers({ one: "A=1\nB=1\nC=1", two: "B=2\nC=2" }),
    );
    expect(valuesOf(desired)).toEqual({ A: "secret 1", B: "secret 2", C: "own", D: "secret 1" });
  });

  it("that change give another container, though nothing of them is in it", () => {
    const container = ["env: [{name: PLAIN_NAME, valueFrom: {file: a}}]"];
    const [one, same, other] = ["x", "x", "y"].map((a) => build(container, answers({ a })).containers);
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it("that are missing are told all at once, each where it is asked for", () => {
    const container = [
      "envFrom: [{file: app.env}]",
      "env: [{name: A, valueFrom: {file: a}}, {name: B, valueFrom: {env: b}}, {name: C, value: c}]",
    ];
    const error = mistakesOf(() => build(container, answers({})));
    expect(error.code).toBe("MANIFEST_INVALID");
    expect(error.diagnostics.map(({ path, message, hint, at }) => [path, message, hint, at?.line])).toEqual([
      ["spec.containers[0].envFrom[0].file", "there is no app.env", "make it", 8],
      ["spec.containers[0].env[0].valueFrom.file", "there is no a", "make it", 9],
      ["spec.containers[0].env[1].valueFrom.env", "there is no b", "make it", 9],
    ]);
    expect(mistakesOf(() => build(container)).diagnostics.length).toBe(3);
  });

  it("that are optional may be absent, but not unreadable", () => {
    const container = [
      "envFrom: [{file: app.env, optional: true}]",
      "env: [{name: A, valueFrom: {file: a, optional: true}}]",
    ];
    expect(valuesOf(build(container, answers({})))).toEqual({});
    const unreadable = () => build(container, () => ({ kind: "unreadable", message: "is a folder" }));
    expect(mistakesOf(unreadable).diagnostics.length).toBe(2);
  });

  it("that cannot be a variable's are told without being shown", () => {
    const error = mistakesOf(() =>
      build(
        [
          "envFrom: [{file: app.env}]",
          "env: [{name: A, valueFrom: {file: a}}, {name: B, valueFrom: {file: b}}]",
        ],
        answers({
          "app.env": "no variable hunter2\nN=hunter2\0",
          a: "hunter2\0",
          b: "hunter2".repeat(20_000),
        }),
      ),
    );
    expect(error.diagnostics.map(({ message }) => message)).toEqual([
      'line 1 of "app.env" has a space in the name',
      'line 2 of "app.env" has a NUL in the value',
      "has a NUL in the value",
      'makes "B" too long: 140002 bytes with its name; Linux takes at most 131071',
    ]);
    expect(JSON.stringify([error.message, error.diagnostics])).not.toContain("hunter2");
  });

  it("are asked for by place, so that a caller can read them beforehand", () => {
    const asked: ValueRequest[] = [];
    build(["env: [{name: A, valueFrom: {file: ./a}}]"], (request) => {
      asked.push(request);
      return { kind: "found", text: "" };
    });
    expect(asked).toEqual([
      { source: { kind: "file", path: "./a" }, at: expect.objectContaining({ file: "m.yml", line: 8 }) },
    ]);
  });
});
