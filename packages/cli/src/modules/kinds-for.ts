import { createKinds, type Kinds, kindId, type ManifestText } from "@hashike/core";

/** The values of all keys called `kind`; also of some that are no object's, which does no harm. */
const kindWords = /\bkind["']?\s*:\s*["']?([A-Za-z]+)/g;

/**
 * The kinds that some texts may hold. Those of Kubernetes are loaded only when a text has a kind that is not there
 * without them.
 * @param kinds those that are built in, and those of modules; these win
 */
export async function kindsFor(texts: readonly ManifestText[], kinds: Kinds): Promise<Kinds> {
  const known = new Set(kinds.all.map(({ kind }) => kind));
  const hasOthers = texts.some(({ text }) =>
    [...text.matchAll(kindWords)].some(([, word = ""]) => !known.has(word)),
  );
  return hasOthers ? withKubernetes(kinds) : kinds;
}

/** The same kinds, and those of Kubernetes that are not among them. */
export async function withKubernetes(kinds: Kinds): Promise<Kinds> {
  const { ignoredKinds, kubernetesKinds } = await import("@hashike/kubernetes");
  const ids = new Set(kinds.all.map(kindId));
  return createKinds(
    [...kinds.all, ...kubernetesKinds.filter((kind) => !ids.has(kindId(kind)))],
    ignoredKinds.filter(({ group, kind }) => !ids.has(kindId({ group, kind, versions: [] }))),
  );
}
