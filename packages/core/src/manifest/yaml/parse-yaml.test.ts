import { describe, expect, it } from "vitest";
import { readManifests } from "../../objects/read-manifests.ts";
import { diagnose, reasons, withContainer, withSpec } from "../../objects/test-diagnose.ts";
import { defaultLimits } from "./limits.ts";
import { parseYaml } from "./parse-yaml.ts";

const value = (text: string) => parseYaml(text, "a.yml").documents[0]?.value;
const messages = (text: string, limits = defaultLimits) =>
  parseYaml(text, "a.yml", limits).diagnostics.map(({ message }) => message);

describe("parseYaml", () => {
  it("locates keys that are given twice", () => {
    expect(diagnose(withContainer("image: redis"))).toEqual([
      "9:5 spec.containers[0].image: is given twice [keep one of the two]",
    ]);
  });

  it("counts the first of two, and locates its mistakes", () => {
    expect(diagnose(withContainer("tty: maybe", "tty: true"))).toEqual([
      '9:10 spec.containers[0].tty: must be true or false, got "maybe" [write true or false]',
      "10:5 spec.containers[0].tty: is given twice [keep one of the two]",
    ]);
  });

  it("writes out aliases and merges", () => {
    const text =
      "base: &base {a: 1, b: &list [x]}\ncopy: *base\nmerged: {<<: *base, a: 2}\nboth: {<<: [*base, {c: 3}], d: *list}\n";
    const base = { a: 1, b: ["x"] };
    expect(value(text)).toEqual({
      base,
      copy: base,
      merged: { ...base, a: 2 },
      both: { ...base, c: 3, d: ["x"] },
    });
  });

  it("locates what is merged where it is written", () => {
    const text = withSpec(
      "containers:",
      "- &base",
      "  name: web",
      "  image: a b",
      "- <<: *base",
      "  name: worker",
    );
    expect(diagnose(text).map((line) => line.split(":", 2).join(":"))).toEqual([
      "9:12 spec.containers[0].image",
      "9:12 spec.containers[1].image",
    ]);
  });

  it("reports aliases of nothing and of themselves", () => {
    expect(diagnose("kind: *what\n")[0]).toBe(
      '1:7 kind: stands for the anchor "what", which is not defined above',
    );
    expect(messages("&a [x, *a]")).toEqual(['stands for "a", which contains it']);
  });

  it("takes an anchor that is given again as the last above", () => {
    expect(value("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it.each(["__proto__", "constructor", "prototype"])(
    "takes %s for an unknown key and pollutes nothing",
    (key) => {
      const text = `${withSpec("containers:", "- name: web", "  image: nginx")}metadata2: {labels: {${key}: {polluted: yes}}}\n`;
      expect(reasons(text)).toContain(`metadata2.labels.${key}: is not a known key`);
      expect(reasons(withContainer(`${key}: {polluted: true}`))).toEqual([
        `spec.containers[0].${key}: is not a known key`,
      ]);
      expect(Reflect.get({}, "polluted")).toBeUndefined();
    },
  );

  it("hints at spaces for tabs", () => {
    expect(diagnose("spec:\n\tcontainers: []\n")).toEqual([
      "2:1 tabs are not allowed as indentation [indent with spaces; YAML allows no tabs there]",
    ]);
  });

  it("refuses tags and complex keys", () => {
    expect(messages("a: !secret x")).toEqual(["unresolved tag: !secret"]);
    expect(diagnose("? [a]\n: b\n")).toContainEqual(
      "1:3 has a key that is a list or a mapping; keys are plain words",
    );
  });

  it("reads 1.2, whatever the text says of its version", () => {
    expect(value("%YAML 1.1\n---\na: yes\nb: 010\nc: 22:22\n")).toEqual({ a: "yes", b: 10, c: "22:22" });
  });

  it.each([
    ["an unquoted value", "metadata:\n  name: {{ .Values.name }}\n", "2:9"],
    ["a list item", "- {{ .Values.name }}\n", "1:3"],
    ["text after it", "image: {{ .Values.image }}:{{ .Values.tag }}\n", "1:8"],
    [
      "control lines",
      "{{- if .Values.on }}\na: {{ .b }}\nc:\n  {{- toYaml .d | nindent 2 }}\n{{- end }}\n",
      "1:1",
    ],
  ])("says once that a document is a template: %s", (_, text, at) => {
    expect(diagnose(text)).toEqual([
      `${at} this is a template, not a manifest: {{ … }} is not evaluated [render it first: helm template … | hashike apply -]`,
    ]);
  });

  it("takes braces in quotes for text", () => {
    expect(diagnose(withContainer("env:", "- name: A", '  value: "{{ b }}"'))).toEqual([]);
  });

  it("knows an env file", () => {
    const text = "#specify the values\nMYSQL_ROOT_PASSWORD=mysqlpasswd\n\nINIT_USER_EMAIL=a: b\r\n";
    expect(diagnose(text)).toEqual([
      "1:1 this is an env file (lines of KEY=value), not YAML [write the variables under env of a container, each with name and value]",
    ]);
  });

  it("escapes control characters of the text, and cuts long ones", () => {
    const [line = ""] = diagnose(`kind: "\\e[31m\u202E${"x".repeat(500)}"\n`);
    expect(line).toContain("\\u001b[31m\\u202e");
    expect(line).not.toContain("\u001b");
    expect(line.length).toBeLessThan(200);
  });

  it("shows no more than twenty syntax errors of a document", () => {
    const found = messages(`[${"a b: {]\n".repeat(200)}`);
    expect(found.length).toBeLessThanOrEqual(21);
  });
});

describe("the limits of a text", () => {
  const limits = {
    ...defaultLimits,
    length: 1000,
    lexemes: 500,
    depth: 20,
    documents: 5,
    values: 300,
    problems: 10,
  };

  it.each([
    ["length", "a".repeat(1001), /too large: 1001 characters; the limit is 1000/],
    ["words", `[${"1,".repeat(400)}]`, /more than 500 words and signs/],
    ["flow depth", "[".repeat(900), /nested deeper than 20 levels/],
    ["block depth", "- ".repeat(450), /nested deeper than 20 levels/],
    ["documents", "---\na\n".repeat(6), /more than 5 documents/],
    ["mistakes", `[${",".repeat(400)}]`, /too many mistakes/],
    ["stray brackets", "]".repeat(400), /too many mistakes/],
  ])("holds for %s", (_, text, expected) => {
    expect(messages(text, limits)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
  });

  it("holds for aliases in a row", () => {
    const chain = Array.from({ length: 30 }, (_, index) => `a${index + 1}: &x${index + 1} [*x${index}]`);
    expect(messages(`a0: &x0 1\n${chain.join("\n")}`, { ...limits, values: 5000 })).toEqual([
      "is nested deeper than 20 levels",
    ]);
  });

  it("holds for deep nesting behind aliases", () => {
    const nested = (inner: string) => `${"[".repeat(90)}${inner}${"]".repeat(90)}`;
    const chain = Array.from(
      { length: 90 },
      (_, index) => `a${index + 1}: &x${index + 1} ${nested(`*x${index}`)}`,
    );
    expect(messages(`a0: &x0 1\n${chain.join("\n")}`)).toEqual(["is nested deeper than 100 levels"]);
  });

  it("ends a billion laughs at once", { timeout: 20_000 }, () => {
    const names = [..."abcdefghij"];
    const lines = names.map((name, index) => {
      const before = names[index - 1];
      const items = Array.from({ length: 10 }, () => (before === undefined ? "lol" : `*${before}`));
      return `${name}: &${name} [${items.join(", ")}]`;
    });
    expect(messages(lines.join("\n"))).toEqual([expect.stringContaining("stands for too much")]);
    const merges = `a: &a {k: 1}\nb: {<<: [${"*a,".repeat(50)}]}\n`;
    expect(messages(merges, limits)).toEqual([]);
  });

  it.each([
    ["one long line", "a ".repeat(2 ** 21)],
    ["one long word", `${"a".repeat(2 ** 22 - 4)}`],
    ["a long text in quotes", `"${"a\\n".repeat(2 ** 20)}"`],
    ["open brackets", "[".repeat(2 ** 22)],
    ["open braces", "{a: ".repeat(2 ** 20)],
    ["dashes", "- ".repeat(2 ** 21)],
    ["question marks", "? ".repeat(2 ** 21)],
    ["colons", "a: ".repeat(2 ** 20)],
    ["NUL", "\0".repeat(2 ** 22)],
    ["too many characters", "x\n".repeat(2 ** 22)],
    ["many anchors", `${"&a ".repeat(2 ** 16)}x`],
    ["many commas", `[${",".repeat(2 ** 17)}]`],
    ["many keys", Array.from({ length: 2 ** 14 }, (_, index) => `k${index}: 1`).join("\n")],
    ["many references", "$(".repeat(2 ** 20)],
  ])("makes nothing of %s, soon", { timeout: 2000 }, (_, text) => {
    const { manifests, diagnostics } = readManifests([{ file: "a.yml", text }]);
    expect(manifests).toEqual([]);
    expect(diagnostics.length).toBeLessThanOrEqual(1002);
    expect(diagnostics.length + manifests.length > 0).toBe(true);
  });
});
