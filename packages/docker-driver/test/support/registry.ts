import { engine } from "./engine.ts";

/** The tests' registry, as image names begin: the set-up starts it and names it. */
export const registry = process.env.HASHIKE_TEST_REGISTRY || "localhost:5055";

export interface RegistryImage {
  /** With the registry and a tag. */
  readonly reference: string;
  readonly digest: string;
  /** Removes it from the registry. */
  remove(): Promise<void>;
}

/** Puts an image that the engine has into the registry, and not under that name on the engine. */
export async function pushToRegistry(image: string, name: string): Promise<RegistryImage> {
  const reference = `${registry}/${name}:1`;
  await engine.json("POST", `/images/${image}/tag?repo=${registry}/${name}&tag=1`);
  const { text } = await engine.text("POST", `/images/${registry}/${name}/push?tag=1`);
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(text)?.[1];
  if (digest === undefined) throw new Error(`cannot push ${reference}: ${text.slice(-300)}`);
  await engine.json("DELETE", `/images/${reference}`);
  return {
    reference,
    digest,
    remove: async () => {
      await fetch(`http://${registry}/v2/${name}/manifests/${digest}`, { method: "DELETE" });
    },
  };
}
