import { expect, it } from "vitest";
import { containerWith, desired, diagnose, reasons, refused } from "./pod.ts";

const objects = `apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data:
  HOST: db
  EMPTY:
  tpl: $(HOST)
---
apiVersion: v1
kind: Secret
metadata: {name: app}
type: Opaque
data: {PASS: aHVudGVyMg==, USER: bWU=}
stringData: {USER: you}
---
`;

const pod = containerWith(
  "envFrom:",
  "- {prefix: APP_, configMapRef: {name: app}}",
  "- {secretRef: {name: app}}",
  "- {secretRef: {name: none, optional: true}}",
  "env:",
  "- {name: KEY, valueFrom: {configMapKeyRef: {name: app, key: tpl}}}",
  "- {name: WORD, valueFrom: {secretKeyRef: {name: app, key: PASS}}}",
  "- {name: NOT, valueFrom: {secretKeyRef: {name: app, key: none, optional: true}}}",
  "- {name: URL, value: $(WORD)@$(APP_HOST)}",
  "args: [$(USER)]",
);

it("gives a pod the values of ConfigMaps in clear, and those of Secrets by fingerprint", () => {
  const { containers, secrets, owners } = desired(objects + pod);
  const env = containers[0]?.env ?? [];
  const shown = env.map((variable) =>
    "value" in variable
      ? [variable.name, variable.value]
      : [variable.name, `secret ${secrets[variable.secret]}`],
  );
  expect(Object.fromEntries(shown)).toEqual({
    APP_HOST: "db",
    APP_EMPTY: "",
    APP_tpl: "$(HOST)",
    PASS: "secret hunter2",
    USER: "secret you",
    KEY: "$(HOST)",
    WORD: "secret hunter2",
    URL: "secret hunter2@db",
  });
  expect(JSON.stringify(containers)).not.toMatch(/hunter2|you\b/);
  expect(owners).toHaveLength(3);
});

it("wants nothing on the engine for a ConfigMap or Secret alone", () => {
  const { containers, volumes, images } = desired(objects);
  expect([containers, volumes, images]).toEqual([[], [], []]);
});

it("names object and key that are not there, or not in the pod's namespace", () => {
  const from = "spec.containers[0].env[0].valueFrom.configMapKeyRef";
  const ask = (ref: string) => containerWith("env:", `- {name: A, valueFrom: ${ref}}`);
  expect(refused(ask("{configMapKeyRef: {name: app, key: HOST}}"))).toEqual([
    `${from}.name: there is no ConfigMap "app" in namespace default [apply it before, or together with this; or write optional: true]`,
  ]);
  expect(refused(objects + ask("{configMapKeyRef: {name: ap, key: HOST}}"))).toEqual([
    `${from}.name: there is no ConfigMap "ap" in namespace default [did you mean "app"?]`,
  ]);
  expect(refused(objects + ask("{configMapKeyRef: {name: app, key: HOSTS}}"))).toEqual([
    `${from}.key: ConfigMap "app" has no key "HOSTS" [did you mean "HOST"?]`,
  ]);
  const elsewhere = objects.replaceAll("{name: app}", "{name: app, namespace: other}");
  expect(refused(elsewhere + pod)).toHaveLength(4);
  const binary = objects.replace("bWU=", "//8=").replace("USER: you", "X: y");
  expect(refused(binary + containerWith("envFrom: [{secretRef: {name: app}}]"))).toEqual([
    'spec.containers[0].envFrom[0].secretRef: gives "USER" a value that is no text [variables hold text only]',
  ]);
});

it("says what is wrong with data without showing it", () => {
  const text = `apiVersion: v1
kind: Secret
metadata: {name: app}
data: {a: "not base64", "b c": aGk=}
stringData: {c: 123456, d: [123456]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data: {port: 8080, both: x}
binaryData: {both: aGk=, bad: "%"}
`;
  expect(diagnose(text)).toEqual([
    "4:11 data.a: is not base64 [write it in clear under stringData, or encode it: base64 -w0 FILE]",
    '4:25 data["b c"]: must have letters, digits, -, _ and . only',
    "notice 5:17 stringData.c: is taken as text; kubectl would see a number [put it in quotes]",
    "5:28 stringData.d: must be a string, got a list",
    "notice 10:14 data.port: is taken as text; kubectl would see a number [put it in quotes]",
    '11:14 binaryData.both: gives "both", which data gives as well',
    "11:31 binaryData.bad: is not base64 [encode it: base64 -w0 FILE]",
  ]);
});

it("says of envFrom what has no source or two", () => {
  expect(
    reasons(containerWith("envFrom: [{prefix: A_}, {configMapRef: {name: a}, secretRef: {name: a}}]")),
  ).toEqual([
    "spec.containers[0].envFrom[0]: has no source [write {configMapRef: {name: NAME}} or {secretRef: {name: NAME}}]",
    "spec.containers[0].envFrom[1].secretRef: is given together with configMapRef [write an entry of its own for it]",
  ]);
});
