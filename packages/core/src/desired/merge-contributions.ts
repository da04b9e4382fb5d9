import type { Contributed, Contribution } from "./contribution.ts";
import type { HostPathSpec, ImagePolicy, ImageSpec, NetworkSpec, VolumeSpec } from "./desired-state.ts";

/** One desired state out of what objects ask for; of what several want, there is one. */
export function mergeContributions(contributions: readonly Contribution[]): Contributed {
  const volumes = new Map<string, VolumeSpec>();
  const networks = new Map<string, NetworkSpec>();
  const hostPaths = new Map<string, HostPathSpec>();
  const images = new Map<string, ImageSpec>();
  for (const contribution of contributions) {
    for (const volume of contribution.volumes ?? []) {
      // Of two objects, the one whose it is decides.
      if (volumes.get(volume.name)?.external !== undefined || !volumes.has(volume.name))
        volumes.set(volume.name, volume);
    }
    for (const network of contribution.networks ?? []) {
      // Of two objects, the one that can make it decides.
      if (networks.get(network.name)?.external !== false) networks.set(network.name, network);
    }
    for (const path of contribution.hostPaths ?? []) hostPaths.set(`${path.path}:${path.type}`, path);
    for (const image of contribution.images ?? []) mergeImage(images, image);
  }
  return {
    networks: [...networks.values()],
    volumes: [...volumes.values()],
    hostPaths: [...hostPaths.values()],
    images: [...images.values()],
    ...mergeByOwner(contributions, "imageRetention"),
    ...mergeByOwner(contributions, "scaling"),
    containers: contributions.flatMap(({ containers = [] }) => containers),
    notices: contributions.flatMap(({ notices = [] }) => notices),
  };
}

/** What objects say of their own owners alone. */
function mergeByOwner<Field extends "imageRetention" | "scaling">(
  contributions: readonly Contribution[],
  field: Field,
): Pick<Contributed, Field> {
  const said = contributions.flatMap((contribution) => Object.entries(contribution[field] ?? {}));
  return (said.length === 0 ? {} : { [field]: Object.fromEntries(said) }) as Pick<Contributed, Field>;
}

// Two containers of one image share it: the one that wants it newest decides.
const eagerness: readonly ImagePolicy[] = ["Never", "IfNotPresent", "IfPossible", "Always"];

function mergeImage(images: Map<string, ImageSpec>, wish: ImageSpec): void {
  const known = images.get(wish.reference);
  if (known === undefined || eagerness.indexOf(wish.policy) > eagerness.indexOf(known.policy)) {
    images.set(wish.reference, known === undefined ? wish : { ...known, policy: wish.policy });
  }
}
