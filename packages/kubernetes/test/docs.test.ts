import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { ignoredKinds, kubernetesKinds } from "../src/index.ts";
import { supportTable } from "./support-table.ts";

const path = fileURLToPath(new URL("../../../docs/kubernetes.md", import.meta.url));

/** What stands above it is written by hand. */
const beginning = "## Kinds that are left out";

const generated = `${beginning}

They are accepted, and told once for each kind; so are objects of a kind whose CustomResourceDefinition is in the same input, and
tests of a Helm chart (\`helm.sh/hook: test\`), of whatever kind. A Namespace needs nothing.

| Kind | Why |
|---|---|
${ignoredKinds
  .filter(({ kind }) => kind !== "*")
  .flatMap(({ kind, group, reason }) =>
    reason === undefined ? [] : [`| ${kind}${group === "" ? "" : ` (\`${group}\`)`} | ${reason} |`],
  )
  .join("\n")}

## Fields

S: supported. P: supported in part. N: ignored, with a notice. X: refused, with what to do instead. The tables are made from the
schemas in \`packages/kubernetes/src\`: \`UPDATE=1 npm test -- --project unit\` writes them anew.
`;

function tables(): string {
  const listed = new Map<string, string>();
  const sections = kubernetesKinds.map((kind) => `\n### ${kind.kind}\n\n${supportTable(kind, listed)}\n`);
  return generated + sections.join("");
}

it("docs/kubernetes.md tells of every field what is supported", () => {
  const page = readFileSync(path, "utf8");
  const byHand = page.slice(0, page.indexOf(beginning));
  if (process.env.UPDATE === "1") writeFileSync(path, byHand + tables());
  expect(readFileSync(path, "utf8")).toBe(byHand + tables());
});
