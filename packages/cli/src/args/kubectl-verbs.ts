/** Commands of kubectl that are not here, and what does the same. */
export const kubectlVerbs = {
  describe: "`hashike get NAME -o json`, or docker inspect CONTAINER",
  attach: "docker attach CONTAINER; `hashike get` lists the containers",
  cp: "docker cp CONTAINER:PATH PATH; `hashike get` lists the containers",
  top: "docker stats CONTAINER; `hashike get` lists the containers",
  "port-forward": "write hostPort below ports in the manifest, and apply it",
  expose: "write hostPort below ports in the manifest, and apply it",
  rollout: "`hashike apply` waits and takes back what fails; docker restart CONTAINER starts one anew",
  scale: "change replicas in the manifest, and apply it",
  edit: "edit the manifest, and apply it",
  run: "write it into a manifest: `hashike apply -f FILE`",
  explain: "`hashike schema`, or the tables of fields in the documentation",
} as const;

export type KubectlVerb = keyof typeof kubectlVerbs;

export function isKubectlVerb(word: string): word is KubectlVerb {
  return Object.hasOwn(kubectlVerbs, word);
}
