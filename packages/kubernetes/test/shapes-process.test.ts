import { describe, expect, it } from "vitest";
import { containerWith, desired, podWith, reasons, refused } from "./pod.ts";

// What a container runs, and with what: the shapes that manifests of pods have in the wild.

const first = (text: string) => desired(text).containers[0];

const env = (text: string) => {
  const { containers, secrets } = desired(text);
  return Object.fromEntries(
    (containers[0]?.env ?? []).map((one) => [one.name, "value" in one ? one.value : secrets[one.secret]]),
  );
};

it.each([
  ["neither", [], undefined, undefined],
  ["args", ["args: [a, b]"], undefined, ["a", "b"]],
  ["a command", ["command: [c]"], ["c"], undefined],
  ["both", ["command: [c, d]", "args: [a]"], ["c", "d"], ["a"]],
  ["empty lists", ["command: []", "args: []"], undefined, undefined],
  ["an empty argument", ['args: [""]'], undefined, [""]],
  ["keys without a value", ["command:", "args: null"], undefined, undefined],
])("with %s the image keeps what the pod does not say", (_what, lines, command, args) => {
  const spec = first(containerWith(...lines));
  expect([spec?.command, spec?.args]).toEqual([command, args]);
});

it("a command in one text is refused, as it is no list of words", () => {
  expect(reasons(containerWith("command: npm start"))).toEqual([
    'spec.containers[0].command: must be a list, got a string [write it as a list with an item for each word: ["npm", "start"]]',
  ]);
});

it.each([
  ["$(A)", "one"],
  ["$(A)$(B)", "onetwo"],
  ["$$(A)", "$(A)"],
  ["$$$(A)", "$one"],
  ["$(C)", "$(C)"],
  ["$A $", "$A $"],
  ["$(A", "$(A"],
  ["a=$(A)=b=", "a=one=b="],
])("of %s the known variables are put in, once", (text, expected) => {
  const pod = containerWith("env: [{name: A, value: one}, {name: B, value: two}]", `args: ['${text}']`);
  expect(first(pod)?.args).toEqual([expected]);
});

it.each([
  ["a=b"],
  ["="],
  ["==a=="],
  ["key=value, other = 1"],
  ["postgres://u@h/db?a=b&c=d"],
  [" trailing "],
  ['"quoted"'],
  ["#"],
  [""],
])("a value of %j comes through as it is, by whatever way", (value) => {
  const text = JSON.stringify(value);
  const objects = `{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {K: ${text}}}
---
{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {K: ${text}}, data: {D: "${btoa(value)}"}}
---
`;
  const pod = containerWith(
    "envFrom: [{prefix: C_, configMapRef: {name: c}}, {prefix: S_, secretRef: {name: s}}]",
    "env:",
    `- {name: OWN, value: ${text}}`,
    "- {name: REF, valueFrom: {configMapKeyRef: {name: c, key: K}}}",
  );
  expect(env(objects + pod)).toEqual({
    C_K: value,
    S_K: value,
    S_D: value,
    OWN: value,
    REF: value,
  });
});

describe("a container's name", () => {
  const named = (...names: readonly string[]) =>
    reasons(podWith("containers:", ...names.map((name) => `- {${name}image: a}`)));

  it("must be there, and be one", () => {
    expect(named("")).toEqual(["spec.containers[0].name: is missing"]);
    expect(named('name: "", ')[0]).toContain("spec.containers[0].name: must");
    expect(named("name: a b, ")[0]).toContain("spec.containers[0].name: must");
  });

  it("must be its own, also among init containers", () => {
    expect(named("name: a, ", "name: a, ")).toEqual([
      'spec.containers[1].name: names a second container "a" [give each container its own name]',
    ]);
    expect(
      reasons(podWith("initContainers: [{name: a, image: a}]", "containers: [{name: a, image: a}]")),
    ).toEqual(['spec.containers[0].name: names a second container "a" [give each container its own name]']);
  });

  it("may be that of another pod's container", () => {
    const pod = podWith("containers: [{name: a, image: a}]");
    expect(reasons(`${pod}---\n${pod.replace("name: posts", "name: other")}`)).toEqual([]);
  });
});

it("a pod must have a name and a container, and be there once", () => {
  const pod = podWith("containers: [{name: a, image: a}]");
  expect(reasons(pod.replace("name: posts, ", ""))).toEqual(["metadata.name: is missing"]);
  expect(reasons(pod.replace("name: posts", 'name: ""'))).toEqual([
    expect.stringContaining("metadata.name: must have letters"),
  ]);
  expect(reasons(podWith("containers: []"))).toEqual(["spec.containers: must have at least one item"]);
  expect(reasons("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n")).toEqual(["spec: is missing"]);
  expect(reasons(`${pod}---\n${pod}`)).toEqual([
    expect.stringContaining('metadata.name: "Pod/default/posts" is already defined'),
  ]);
});

describe.each(["ConfigMap", "Secret"])("a reference to a %s", (kind) => {
  const word = kind === "Secret" ? "secret" : "configMap";
  const object = `{apiVersion: v1, kind: ${kind}, metadata: {name: app}, data: {KEY: dmFsdWU=}}\n---\n`;
  const value = kind === "Secret" ? "value" : "dmFsdWU=";
  const byKey = (more: string) => containerWith(`env: [{name: A, valueFrom: {${word}KeyRef: {${more}}}}]`);
  const whole = (more: string) => containerWith(`envFrom: [{${word}Ref: {${more}}}]`);
  const keyPath = `spec.containers[0].env[0].valueFrom.${word}KeyRef`;

  it("gives the value of a key, or all of them", () => {
    expect(env(object + byKey("name: app, key: KEY"))).toEqual({ A: value });
    expect(env(object + whole("name: app"))).toEqual({ KEY: value });
  });

  it.each(["", ", optional: false"])("that must be there is refused where it is not%s", (more) => {
    expect(refused(byKey(`name: app, key: KEY${more}`))[0]).toContain(
      `${keyPath}.name: there is no ${kind} "app"`,
    );
    expect(refused(object + byKey(`name: app, key: NO${more}`))[0]).toContain(
      `${keyPath}.key: ${kind} "app" has no key "NO"`,
    );
    expect(refused(whole(`name: app${more}`))[0]).toContain(
      `spec.containers[0].envFrom[0].${word}Ref.name: there is no ${kind} "app"`,
    );
  });

  it("that is optional gives nothing where object or key is missing, and the value where they are there", () => {
    expect(env(byKey("name: app, key: KEY, optional: true"))).toEqual({});
    expect(env(object + byKey("name: app, key: NO, optional: true"))).toEqual({});
    expect(env(object + byKey("name: app, key: KEY, optional: true"))).toEqual({ A: value });
    expect(env(whole("name: app, optional: true"))).toEqual({});
    expect(env(object + whole("name: app, optional: true"))).toEqual({ KEY: value });
  });

  it("without a name is refused, as it could mean nothing", () => {
    expect(reasons(byKey("key: KEY"))).toEqual([`${keyPath}.name: is missing`]);
    expect(reasons(whole("optional: true"))).toEqual([
      `spec.containers[0].envFrom[0].${word}Ref.name: is missing`,
    ]);
  });

  it("does not see one of another namespace, nor a key of the prototype of objects", () => {
    expect(
      refused(object.replace("name: app", "name: app, namespace: other") + whole("name: app")),
    ).toHaveLength(1);
    expect(refused(object + byKey("name: app, key: toString"))).toHaveLength(1);
    expect(env(object + byKey("name: app, key: toString, optional: true"))).toEqual({});
  });
});

it.each([
  ["posts", undefined, "IfPossible"],
  ["posts:latest", undefined, "IfPossible"],
  ["posts:1", undefined, "IfNotPresent"],
  ["reg.example.org:5000/posts", undefined, "IfPossible"],
  [`posts:latest@sha256:${"0".repeat(64)}`, undefined, "IfNotPresent"],
  ["posts", "Always", "Always"],
  ["posts", "IfNotPresent", "IfNotPresent"],
  ["posts", "Never", "Never"],
  ["posts:1", "Always", "Always"],
  ["posts:1", "Never", "Never"],
])("of %s with the policy %s it is %s", (image, policy, expected) => {
  const lines = policy === undefined ? [] : [`imagePullPolicy: ${policy}`];
  const text = containerWith(...lines).replace("posts:1", `"${image}"`);
  expect(desired(text).images).toMatchObject([{ policy: expected }]);
});

it("a policy that nobody knows is refused", () => {
  expect(reasons(containerWith("imagePullPolicy: always"))[0]).toContain("[did you mean Always?]");
});

it("a label that is not there is empty, whatever its name", () => {
  const of = (map: string) => `fieldRef: {fieldPath: "metadata.${map}['toString']"}`;
  expect(
    env(
      containerWith(
        `env: [{name: A, valueFrom: {${of("labels")}}}, {name: B, valueFrom: {${of("annotations")}}}]`,
      ),
    ),
  ).toEqual({ A: "", B: "" });
});
