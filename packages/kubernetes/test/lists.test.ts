import { describe, expect, it } from "vitest";
import { desired, diagnose } from "./pod.ts";

const pod = (name: string, image = "nginx") =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {containers: [{name: a, image: ${image}}]}}`;

describe("a List", () => {
  it("stands for its items, also one of a single kind, and one within another", () => {
    const text = `apiVersion: v1
kind: List
items:
- ${pod("one")}
- apiVersion: v1
  kind: ConfigMapList
  items:
  - metadata: {name: app}
    data: {A: b}
---
{apiVersion: v1, kind: PodList, metadata: {resourceVersion: "1"}, items: [{metadata: {name: two}, spec: {containers: [{name: a, image: nginx}]}}]}
---
{apiVersion: v1, kind: SecretList, items: }
`;
    expect(diagnose(text)).toEqual([]);
    expect(desired(text).owners.map(({ kind, name }) => `${kind}/${name}`)).toEqual([
      "Pod/one",
      "ConfigMap/app",
      "Pod/two",
    ]);
  });

  it("has mistakes of its items where they are written", () => {
    const text = `kind: List
items:
- ${pod("one", "UPPER")}
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: app}
  data: {A: []}
- 5
- ${pod("one")}
`;
    expect(diagnose(text)).toEqual([
      expect.stringMatching(/^3:\d+ spec\.containers\[0\]\.image: /),
      "7:13 data.A: must be a string, got a list",
      expect.stringMatching(/^8:3 this is not a manifest/),
      expect.stringMatching(/^9:\d+ metadata\.name: "Pod\/default\/one" is already defined/),
    ]);
  });
});

describe("kinds of a cluster's machinery", () => {
  const policy =
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {anything: 1}\n";
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec: {group: example.org, names: {kind: Widget}}
`;
  const widget = "apiVersion: example.org/v1\nkind: Widget\n";

  it("are accepted and told once for each kind; a Namespace without a word", () => {
    const text = [
      pod("one"),
      policy,
      policy,
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n",
      policy,
    ].join("\n---\n");
    expect(diagnose(text)).toEqual(["notice 4:7 kind: 3 NetworkPolicy ignored: not enforced on one host"]);
    expect(desired(text).owners).toHaveLength(1);
  });

  it("count by their group: another kind of that name is not known", () => {
    expect(diagnose(policy.replace("networking.k8s.io", "example.org"))).toEqual([
      expect.stringMatching(/^2:7 kind: kind NetworkPolicy of Kubernetes is not supported/),
    ]);
  });

  it("may define further kinds, before or after their objects", () => {
    expect(diagnose([widget, definition, widget].join("---\n"))).toEqual([
      "notice 2:7 kind: 2 Widget ignored: nothing here acts on objects of its definition",
      "notice 5:7 kind: 1 CustomResourceDefinition ignored: nothing here acts on its objects",
    ]);
    expect(diagnose(widget)).toEqual([expect.stringMatching(/^2:7 kind: "Widget" is not a known kind/)]);
    expect(diagnose(definition.replace("{group: example.org, names: {kind: Widget}}", ""))).toHaveLength(1);
  });

  it("tell loudly of who runs as an account that has rights, once", () => {
    const binding = (kind: string, subject: string) =>
      `{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: b}, subjects: [{kind: User, name: app}, ${subject}]}\n`;
    const app = "{kind: ServiceAccount, name: app, namespace: shop}";
    const web = `${pod("web").replace("name: web", "name: web, namespace: shop").replace("spec: {", "spec: {serviceAccountName: app, ")}\n`;
    const loud =
      'notice 4:149 subjects[1].name: Pod "web" runs as "app", which has rights at an API server: there is none, and what asks it fails';
    const found = (...texts: readonly string[]) => diagnose(`${web}---\n---\n${texts.join("---\n")}`);
    expect(found(binding("RoleBinding", app), binding("ClusterRoleBinding", app))).toEqual([
      "notice 4:50 kind: 1 RoleBinding ignored: there is no API server",
      loud,
      "notice 6:50 kind: 1 ClusterRoleBinding ignored: there is no API server",
    ]);
    expect(found(binding("RoleBinding", app.replace("shop", "other")))).toHaveLength(1);
    expect(found(binding("RoleBinding", app.replace("name: app", "name: default")))).toHaveLength(1);
    expect(
      found("{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, subjects: [x, null, {}]}\n"),
    ).toHaveLength(1);
  });

  it("are tests of a Helm chart as well; other hooks are objects like any other", () => {
    const hook = (name: string, value: string) =>
      `${pod(name).replace("metadata: {", `metadata: {annotations: {helm.sh/hook: "${value}"}, `)}\n`;
    const text = [
      `${pod("one")}\n`,
      hook("two", "test"),
      hook("three", "test-success"),
      hook("four", "pre-install,test"),
    ].join("---\n");
    expect(diagnose(text)).toEqual([
      expect.stringMatching(/^notice 3:\d+ kind: 2 Pod ignored: a test of a Helm chart$/),
      expect.stringMatching(
        /^notice 7:\d+ metadata\.annotations\["helm\.sh\/hook"\]: is taken for an object like any other/,
      ),
    ]);
    expect(desired(text).owners.map(({ name }) => name)).toEqual(["one", "four"]);
  });

  it("leave unknown kinds a mistake, unless these are to be left out", () => {
    expect(diagnose([widget, `${pod("one")}\n`, widget].join("---\n"), { ignoreUnknown: true })).toEqual([
      "notice 2:7 kind: 2 Widget ignored: not a known kind",
    ]);
    expect(diagnose("a: b\n", { ignoreUnknown: true })).toEqual([expect.stringMatching(/kind: is missing/)]);
  });
});
