import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { ignoredKinds, kubernetesKinds } from "../src/index.ts";
import { supportTable } from "./support-table.ts";

const path = fileURLToPath(new URL("../../../docs/kubernetes.md", import.meta.url));

const intro = `# Manifests of Kubernetes

Hashike applies manifests that were written for \`kubectl\` on one host, without a cluster: pods, and what gives them their
variables and their data.

\`\`\`sh
hashike apply pod.yml            # kubectl apply -f pod.yml
hashike plan pod.yml             # kubectl diff -f pod.yml
hashike get                      # kubectl get pods
hashike logs NAMESPACE_POD_CONTAINER   # kubectl logs POD -c CONTAINER
hashike delete pod/NAME          # kubectl delete pod NAME
hashike delete pod.yml           # kubectl delete -f pod.yml
\`\`\`

What is different from \`kubectl\`:

- **A container is called** \`NAMESPACE_POD_CONTAINER\` on the engine, and an emptyDir \`NAMESPACE_POD_VOLUME-HASH\`: a pod that
  is made anew has an empty one. Those before it stay until somebody removes them.
- **A pod that changes is replaced**, which a cluster would refuse: the new container becomes ready beside the old one where
  nothing stands against it. [How](planning.md).
- **A pod has one container for now**, besides init containers that run to their end. Deployments, Services and other kinds
  do not run yet: list their containers in a manifest of kind Hashike.
- **What pods refer to** (ConfigMaps, Secrets, claims) is applied together with them: in the same file, in the same
  folder, or as several files on the command line. A value that changes makes a new container.
- **Values of Secrets** are on the engine only as variables of the containers; labels, plans and output have fingerprints.
- **An image without a tag, or with \`latest\`**, is asked for at its registry each time; a local one will do when the registry
  does not have it. Other tags are pulled only where they are missing.
- **What is ignored is told once** for each field and each kind; \`--strict\` refuses it. A kind that nobody knows is a
  mistake; \`--ignore-unknown\` leaves it out.
- **A claim's data lasts**: \`hashike delete --volumes\` removes volumes of the engine, and nothing removes what is in a
  folder of the host.
- **Keys without a value** count as not written. A key that is given twice is a mistake, where \`kubectl\` takes the last.

## Kinds that are left out

They are accepted, and told once for each kind; so are objects of a kind whose CustomResourceDefinition is in the same input. A
Namespace needs nothing.

| Kind | Why |
|---|---|
${ignoredKinds
  .flatMap(({ kind, group, reason }) =>
    reason === undefined ? [] : [`| ${kind}${group === "" ? "" : ` (\`${group}\`)`} | ${reason} |`],
  )
  .join("\n")}

## Fields

S: supported. P: supported in part. N: ignored, with a notice. X: refused, with what to do instead. The tables are made from the
schemas in \`packages/kubernetes/src\`: \`UPDATE=1 npm test -- --project unit\` writes them anew.
`;

function page(): string {
  const listed = new Map<string, string>();
  const sections = kubernetesKinds.map((kind) => `\n### ${kind.kind}\n\n${supportTable(kind, listed)}\n`);
  return intro + sections.join("");
}

it("docs/kubernetes.md tells of every field what is supported", () => {
  if (process.env.UPDATE === "1") writeFileSync(path, page());
  expect(readFileSync(path, "utf8")).toBe(page());
});
